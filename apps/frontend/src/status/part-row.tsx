import type { JSX } from 'react';

import type { Part, PartStatus } from './status.ts';

const NAMES: Readonly<Record<Part, string>> = {
  frontend: 'Frontend',
  backend: 'Backend',
  database: 'Database',
  mcp: 'MCP server',
};

const WORDS: Readonly<Record<PartStatus['status'], string>> = { ok: 'Up', down: 'Down', unknown: 'Unknown' };

/** One part: name, state in words and colour, latency or the reason. */
export function PartRow(props: {
  readonly part: Part;
  readonly state: PartStatus;
  readonly stale: boolean;
}): JSX.Element {
  const { part, state, stale } = props;
  const detail = state.because ?? latencyText(state.latencyMs);
  return (
    <li className="part" data-state={state.status} data-stale={stale}>
      <span className="part-name">{NAMES[part]}</span>
      <span className="part-state">{WORDS[state.status]}</span>
      <span className="part-detail">{detail}</span>
    </li>
  );
}

function latencyText(latencyMs: number | undefined): string {
  if (latencyMs === undefined) return '';
  return latencyMs < 1 ? 'under 1 ms' : `${Math.round(latencyMs)} ms`;
}
