'use client';

import type { JSX } from 'react';

import { PartRow } from './part-row.tsx';
import { PARTS } from './status.ts';
import type { Status } from './status.ts';
import { summaryOf } from './summary.ts';
import { useLiveStatus } from './use-live-status.ts';

/** The state that the server rendered, and from then on what `/status` says. */
export function StatusPanel(props: { readonly initial: Status; readonly initialTime: string }): JSX.Element {
  const { status, time, connected } = useLiveStatus(props.initial, props.initialTime);
  const { tone, text } = summaryOf(status, connected);
  return (
    <section className="panel" aria-labelledby="summary">
      {/* Only this sentence is announced, and only when it changes: latencies move every few seconds. */}
      <h2 id="summary" className="summary" data-tone={tone} role="status" aria-live="polite">
        {text}
      </h2>
      <ul className="parts">
        {PARTS.map((part) => (
          <PartRow key={part} part={part} state={status[part]} stale={!connected} />
        ))}
      </ul>
      <p className="checked">
        {connected ? 'Checked at ' : 'Last known at '}
        <time dateTime={time}>{time.slice(11, 19)} UTC</time>
      </p>
    </section>
  );
}
