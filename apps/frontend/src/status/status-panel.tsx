'use client';

import type { JSX } from 'react';

import { plural } from '../i18n/format.ts';
import type { Locale } from '../i18n/locale.ts';
import type { SystemMessages } from '../i18n/messages.ts';
import { PartRow } from './part-row.tsx';
import styles from './status-panel.module.css';
import { PARTS } from './status.ts';
import type { Status } from './status.ts';
import { summaryOf } from './summary.ts';
import type { Summary } from './summary.ts';
import { useLiveStatus } from './use-live-status.ts';

/** The state that the server rendered, and from then on what `/status` says. */
export function StatusPanel(props: {
  readonly initial: Status;
  readonly initialTime: string;
  readonly texts: SystemMessages;
  readonly locale: Locale;
}): JSX.Element {
  const { texts, locale } = props;
  const { status, time, connected } = useLiveStatus(props.initial, props.initialTime);
  const summary = summaryOf(status, connected);
  const [before = '', after = ''] = (connected ? texts.checkedAt : texts.lastKnownAt).split('{time}');
  return (
    <section className={styles['panel']} aria-labelledby="summary">
      {/* Only this sentence is announced, and only when it changes: latencies move every few seconds. */}
      <div role="status" aria-live="polite">
        <h2 id="summary" className={styles['summary']} data-tone={summary.tone}>
          {summaryText(summary, texts, locale)}
        </h2>
      </div>
      <ul className={styles['parts']}>
        {PARTS.map((part) => (
          <PartRow key={part} part={part} state={status[part]} stale={!connected} texts={texts} />
        ))}
      </ul>
      <p className={styles['checked']}>
        {before}
        <time dateTime={time} dir="ltr">
          {time.slice(11, 19)} UTC
        </time>
        {after}
      </p>
    </section>
  );
}

function summaryText(summary: Summary, texts: SystemMessages, locale: Locale): string {
  if (summary.tone === 'good') return texts.allUp;
  if (summary.tone === 'unclear') return texts.noConnection;
  return plural(locale, texts.someDown, summary.down);
}
