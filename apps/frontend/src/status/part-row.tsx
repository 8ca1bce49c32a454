import type { JSX } from 'react';

import { fill } from '../i18n/format.ts';
import type { SystemMessages } from '../i18n/messages.ts';
import styles from './status-panel.module.css';
import type { Part, PartStatus } from './status.ts';

/** One part: name, state in words and colour, latency or the reason. */
export function PartRow(props: {
  readonly part: Part;
  readonly state: PartStatus;
  readonly stale: boolean;
  readonly texts: SystemMessages;
}): JSX.Element {
  const { part, state, stale, texts } = props;
  return (
    <li className={styles['part']} data-state={state.status} data-stale={stale}>
      <span className={styles['name']}>{texts.parts[part]}</span>
      <span className={styles['state']}>{texts.states[state.status]}</span>
      <span className={styles['detail']}>
        {/* The reason is the server's, in English. */}
        {state.because === undefined ? latencyText(state.latencyMs, texts) : <bdi lang="en">{state.because}</bdi>}
      </span>
    </li>
  );
}

function latencyText(latencyMs: number | undefined, texts: SystemMessages): string {
  if (latencyMs === undefined) return '';
  return latencyMs < 1 ? texts.latencyLow : fill(texts.latency, { count: Math.round(latencyMs) });
}
