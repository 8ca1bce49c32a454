import type { LocalEvent } from '@nx-kube/local';

import { box } from './box.ts';
import type { LocalRunEvent, RunEvent } from './events.ts';
import { lastLine } from './log-line.ts';
import { row } from './row.ts';

type ProcessEvent = Extract<LocalEvent, { type: 'process' }>;
type Served = Extract<LocalRunEvent, { type: 'serving' | 'running' }>;

/** What a run on this machine tells, what its processes print aside, as lines for people. Pure. */
export function localLines(event: Exclude<LocalEvent, { type: 'log' }> | LocalRunEvent): string[] {
  switch (event.type) {
    case 'process':
      return processLines(event);
    case 'problem':
      return [
        row('problem', `${event.process}  [${event.code}]`),
        `  because  ${event.because}`,
        ...event.logs.slice(-LOG_LINES).map(lastLine),
        `  fix      ${event.fix}`,
      ];
    case 'notice':
      return [row(event.level === 'warning' ? 'warning' : 'note', event.message)];
    case 'serving':
      return [
        '',
        ...box([
          `${event.stack} runs: ${event.processes} processes, ready after ${event.seconds.toFixed(1)} s`,
          '',
          ...addresses(event),
          '',
          'stop   Ctrl-C; the data stays',
        ]),
        '',
      ];
    case 'running':
      return box([
        `${event.stack} ${event.ready ? 'runs already' : 'is starting already'}: process ${event.pid}, since ${localTime(event.startedAt)}`,
        '',
        ...addresses(event),
        ...(event.only === undefined ? [] : [`only   ${event.only.join(', ')}`]),
        '',
        'stop   Ctrl-C where it was started',
        'or     npx nx-kube destroy --environment local',
      ]);
    case 'stopped':
      return [
        row(
          'stopped',
          `in ${event.seconds.toFixed(1)} s${event.dataStay === false ? '' : `; the data of ${event.stack} stays`}`,
        ),
      ];
    default:
      return event satisfies never;
  }
}

/** Whether an event only matters while it lasts. Pure. */
export function passes(event: RunEvent): boolean {
  return event.type === 'process' && (event.state === 'pending' || event.state === 'starting');
}

/** As many of a process' last lines as a person reads; the JSON has all. */
const LOG_LINES = 10;

function processLines({ process, state, pid, afterMs, because }: ProcessEvent): string[] {
  const after = afterMs === undefined ? '' : ` after ${(afterMs / 1000).toFixed(1)} s`;
  const reason = because === undefined ? '' : `: ${because}`;
  switch (state) {
    case 'pending':
      return [];
    case 'starting':
      return [row('starting', `${process}${pid === undefined ? '' : `, process ${pid}`}${reason}`)];
    case 'ready':
    case 'done':
      return [row(state, `${process}${after}`)];
    case 'backoff':
      return [row('restart', `${process}${reason}`)];
    case 'unready':
    case 'stopping':
    case 'ended':
      return [row(state, `${process}${reason}`)];
    default:
      return state satisfies never;
  }
}

function addresses({ urls }: Served): string[] {
  const [best, ...others] = urls;
  if (best === undefined) return ['its address is not known yet'];
  return [`open   ${best}`, ...others.map((url) => `or     ${url}`)];
}

/** A moment as the clock on the wall shows it. */
function localTime(iso: string): string {
  return new Date(iso).toLocaleTimeString('en-GB');
}
