import { setTimeout as sleep } from 'node:timers/promises';

import { openRunFolder, type RunFolder, type RunState } from '@nx-kube/local';

import { PluginError } from '../error.ts';
import type { World } from '../world.ts';
import { asksMore, type Asked, notDone } from './not-done.ts';
import { requireWorkloads } from './require-workloads.ts';

/** How long another start may take from its first word to the port and the workloads that it has chosen. */
const CHOICE_MS = 20_000;
/** As long as the processes of most stacks have to end. */
const ENDING_MS = 30_000;
const POLL_MS = 50;

/**
 * Takes the folder of a stack's run, that of a run which is ending once it has ended. Where somebody else has it and keeps
 * it, says so, and where.
 *
 * @returns undefined where what runs already is what was asked for
 * @throws PluginError RUNS_ALREADY where it is not: a second start changes nothing of the first; USAGE; LocalError
 */
export async function takeFolder(
  folder: string,
  stack: string,
  asked: Asked,
  { emit, signal }: World,
): Promise<RunFolder | undefined> {
  const begun = performance.now();
  let told = false;
  for (;;) {
    const run = await openRunFolder({ folder, stack, mode: asked.mode, emit });
    if (run.type === 'own') return run;
    const { state } = run;
    if (performance.now() - begun > patienceFor(state, asked)) {
      emit(runningEvent(state));
      refuse(asked, state);
      return undefined;
    }
    if (state.stopping && !told) emit({ type: 'note', kind: 'waiting', message: `${stack} still runs, and is ending` });
    told ||= state.stopping === true;
    await sleep(POLL_MS);
    signal.throwIfAborted();
  }
}

/** How long what a run says of itself is not its last word. */
function patienceFor({ stopping, workloads }: RunState, asked: Asked): number {
  if (stopping) return ENDING_MS;
  return asksMore(asked) && workloads === undefined ? CHOICE_MS : -1;
}

function runningEvent(state: RunState): Parameters<World['emit']>[0] {
  const { stack, pid, urls, mode, startedAt, ready, workloads = [], leftOut = [] } = state;
  const only = leftOut.length === 0 ? {} : { only: workloads.map(({ name }) => name) };
  return { type: 'running', stack, mode, pid, urls, ready, startedAt, ...only };
}

function refuse(asked: Asked, state: RunState): void {
  const { stack, workloads, leftOut = [] } = state;
  if (workloads) requireWorkloads({ stack, known: [...workloads.map(({ name }) => name), ...leftOut] }, asked.only);
  const left = notDone(asked, state);
  if (left.length === 0) return;
  throw new PluginError('RUNS_ALREADY', {
    doing: `do all that was asked for: ${left.map(({ what }) => what).join(', ')}`,
    because: [
      `${stack} runs already, and a second start changes nothing of it`,
      ...left.map(({ what, instead }) => `${what}: ${instead}`),
    ].join('\n'),
    fix: 'end that run first, by Ctrl-C where it was started or by: npx nx-kube destroy --environment local; then start again',
  });
}
