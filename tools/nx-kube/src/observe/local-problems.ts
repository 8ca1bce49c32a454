import type { LocalProblem, ProcessStatus, RunState } from '@nx-kube/local';

import { clockTime } from './clock.ts';
import { START } from './local-status.ts';
import { isRunning } from './place.ts';

/** What is broken first: the machine, then what holds the data, then a process of its own. */
const FIRST = ['DISK_FULL', 'DATA_CORRUPTED', 'DATA_FOREIGN', 'DATA_VERSION', 'PORT_TAKEN', 'POSTGRES_FAILED', 'CRASH'];

/**
 * What is wrong with a run, root causes first: what it says itself, why it is over, and what is not ready without a word.
 * Pure.
 *
 * @returns empty when everything is ready
 */
export function localProblems(run: RunState): readonly LocalProblem[] {
  const told = run.problems.toSorted((a, b) => placeOf(a) - placeOf(b));
  if (!isRunning(run)) return [...told, overProblem(run)];
  if (run.ready) return told;
  const silent = run.processes.filter(
    ({ process, state }) => !FINE.has(state) && !told.some((problem) => problem.process === process),
  );
  // Who waits for something else is no cause; unless nobody else is.
  const causes = silent.filter(({ state }) => state !== 'pending');
  const shown = causes.length > 0 || told.length > 0 ? causes : silent;
  return [...told, ...shown.map(notReady)];
}

const FINE = new Set<ProcessStatus['state']>(['ready', 'done', 'stopping']);

function placeOf({ code }: LocalProblem): number {
  const place = FIRST.indexOf(code);
  return place < 0 ? FIRST.length : place;
}

function notReady({ process, state, since, because }: ProcessStatus): LocalProblem {
  return {
    type: 'problem',
    process,
    code: 'NOT_READY',
    because: `it is ${state} since ${clockTime(since)}${because === undefined ? '' : `: ${because}`}`,
    logs: [],
    fix: 'nothing is known to be wrong: it may be on its way; see what it prints: npx nx-kube logs --follow',
  };
}

/** A run that is over: the reason for that, in the place of a process. */
function overProblem(run: RunState): LocalProblem {
  const killed = run.killed === true;
  const ended = clockTime(run.endedAt ?? run.startedAt);
  return {
    type: 'problem',
    process: run.stack,
    code: killed ? 'KILLED' : 'NOT_RUNNING',
    because: killed ? `process ${run.pid}, which ran it, is gone without having stopped it` : `it ended ${ended}`,
    logs: [],
    fix: killed ? `${START}; that ends what is left of it, and the data is still there` : START,
  };
}
