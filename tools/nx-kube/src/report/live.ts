import { formatRef, refKey } from '@nx-kube/kube';

import type { RunEvent, Step } from './events.ts';

/** What is going on at this moment: the part of a terminal that is drawn anew. */
export interface LiveState {
  readonly steps: ReadonlyMap<Step, string>;
  /** By key of the object: its name and what it waits for. */
  readonly waiting: ReadonlyMap<string, string>;
}

/** Nothing is going on. */
export const IDLE: LiveState = { steps: new Map(), waiting: new Map() };

/** The next state. Pure. */
export function advance(state: LiveState, event: RunEvent): LiveState {
  switch (event.type) {
    case 'step':
      return { ...state, steps: moveStep(state.steps, event) };
    case 'waiting':
      return {
        ...state,
        waiting: new Map([...state.waiting, [refKey(event.ref), `${formatRef(event.ref)}  ${event.message}`]]),
      };
    case 'ready':
    case 'failed':
    case 'deleted':
      return { ...state, waiting: without(state.waiting, refKey(event.ref)) };
    case 'process':
      return { ...state, waiting: moveProcess(state.waiting, event) };
    case 'summary':
    case 'serving':
    case 'error':
      return IDLE;
    default:
      return state;
  }
}

/** The lines of the part that is drawn anew, `frame` counting up a few times a second. Pure. */
export function liveLines({ steps, waiting }: LiveState, frame: number, width: number): string[] {
  const mark = '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'[frame % 10] ?? '';
  const running = [...steps].map(([step, message]) => `${mark} ${step.padEnd(8)} ${message}`);
  const objects = [...waiting.values()];
  const tree = objects.map((text, index) => `  ${index === objects.length - 1 ? '└─' : '├─'} ${text}`);
  const head =
    objects.length > 0
      ? [`${mark} waiting  ${objects.length} ${objects.every(ends) ? 'not ended yet' : 'not ready yet'}`]
      : [];
  return [...running, ...head, ...tree].map((line) => line.slice(0, width - 1));
}

/** Whether the text of an object says that it was told to end. */
function ends(text: string): boolean {
  return text.includes('  stopping');
}

function moveStep(
  steps: LiveState['steps'],
  { step, state, message }: Extract<RunEvent, { type: 'step' }>,
): LiveState['steps'] {
  if (state === 'finished') return without(steps, step);
  return new Map([...steps, [step, message]]);
}

/** What still has to become ready or to end. */
function moveProcess(
  waiting: LiveState['waiting'],
  { process, state, because }: Extract<RunEvent, { type: 'process' }>,
): LiveState['waiting'] {
  if (!['pending', 'starting', 'stopping'].includes(state)) return without(waiting, process);
  const reason = because === undefined ? '' : `: ${because}`;
  return new Map([...waiting, [process, `${process}  ${state}${reason}`]]);
}

function without<Key, Value>(map: ReadonlyMap<Key, Value>, key: Key): ReadonlyMap<Key, Value> {
  return new Map([...map].filter(([name]) => name !== key));
}
