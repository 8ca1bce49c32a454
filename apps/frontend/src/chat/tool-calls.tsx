import { memo } from 'react';
import type { JSX } from 'react';

import { fill } from '../i18n/format.ts';
import { Icon } from '../ui/icon.tsx';
import type { ToolCall } from './protocol.ts';
import { useTexts } from './texts.ts';
import { toolCallText } from './tool-call-text.ts';
import styles from './tool-calls.module.css';

/** What the assistant did for an answer: a line for each call, which opens to what exactly was asked and answered. */
export const ToolCalls = memo(function ToolCalls({
  calls,
}: {
  readonly calls: readonly ToolCall[];
}): JSX.Element | null {
  const { texts } = useTexts();
  if (calls.length === 0) return null;
  return (
    <ul className={styles['calls']} aria-label={texts.tools.label}>
      {calls.map((call, index) => (
        <li key={index}>
          <ToolCallRow call={call} />
        </li>
      ))}
    </ul>
  );
});

function ToolCallRow({ call }: { readonly call: ToolCall }): JSX.Element {
  const { texts, locale } = useTexts();
  const { tools } = texts;
  return (
    <details className={styles['call']} data-error={call.isError}>
      <summary className={styles['summary']}>
        <Icon name={call.isError ? 'alert' : 'check'} size={16} />
        <span className="unseen">{call.isError ? tools.error : tools.succeeded}: </span>
        <span className={styles['what']} dir="auto">
          {toolCallText(call, tools, locale)}
        </span>
      </summary>
      <dl className={styles['details']}>
        <dt>
          <code>{call.tool}</code> · {tools.parameters}
        </dt>
        <dd>
          <Json value={call.parameters} />
        </dd>
        <dt>
          {tools.result} · {fill(tools.duration, { duration: Math.round(call.durationMs) })}
        </dt>
        <dd>
          <Json value={call.result} />
        </dd>
      </dl>
    </details>
  );
}

function Json({ value }: { readonly value: unknown }): JSX.Element {
  return (
    <pre className={styles['json']} dir="ltr">
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
