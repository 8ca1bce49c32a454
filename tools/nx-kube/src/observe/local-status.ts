import type { ProcessStatus } from '@nx-kube/local/run';

import type { OwnEvent } from '../report/events.ts';
import type { Outcome, World } from '../world.ts';
import { clockTime } from './clock.ts';
import { isRunning, type LocalPlace } from './place.ts';

/** How to have a local run. */
export const START = 'start it: npm start';

/** Lists the processes of the run on this machine, and where it is reached. */
export function localStatus({ stack, run }: LocalPlace, { emit }: World): Outcome {
  if (run === undefined) {
    emit({ type: 'note', kind: 'missing', message: `there is no local run of ${stack.name}; ${START}` });
    return 'failed';
  }
  for (const process of run.processes) emit(describeProcess(process, isRunning(run)));
  if (!isRunning(run)) {
    const how = run.killed ? `process ${run.pid}, which ran it, is gone without having stopped it` : 'it was stopped';
    emit({ type: 'note', kind: 'ended', message: `${how}; ${START}` });
    return 'failed';
  }
  for (const [index, url] of run.urls.entries())
    emit({ type: 'note', kind: index === 0 ? 'open' : 'or', message: url });
  const wrong = run.problems.length;
  if (wrong > 0) emit({ type: 'note', kind: 'problems', message: `${wrong}; see: npx nx-kube diagnose` });
  return run.ready ? 'done' : 'failed';
}

/** One process as a line. What a run that is over says about a process is how it was. Pure. */
function describeProcess(process: ProcessStatus, runs: boolean): OwnEvent {
  const { process: name, state, pid, port, restarts, since, because } = process;
  const words = [
    ...(pid === undefined ? [] : [`process ${pid}`]),
    ...(port === undefined ? [] : [`port ${port}`]),
    `${restarts} restarts`,
    `since ${clockTime(since)}`,
    ...(because === undefined ? [] : [because]),
  ];
  // Of a run that was killed, a process with a number is one that still runs.
  const shown = runs || pid === undefined ? state : 'left';
  return { type: 'object', name, state: shown, message: words.join('  '), process };
}
