import { type LocalProblem, readLogs } from '@nx-kube/local';

import type { Outcome, World } from '../world.ts';
import { localProblems } from './local-problems.ts';
import { START } from './local-status.ts';
import { logFolder } from './log-folder.ts';
import type { LocalPlace } from './place.ts';

/** As many last lines as the supervisor itself keeps of a problem. */
const LINES = 20;

/** Says what is wrong with the run on this machine, also when it is over. */
export async function localDiagnosis({ stack, folder, run }: LocalPlace, world: World): Promise<Outcome> {
  const { emit } = world;
  if (run === undefined) {
    emit({ type: 'note', kind: 'missing', message: `there is no local run of ${stack.name}; ${START}` });
    return 'failed';
  }
  const problems = localProblems(run);
  for (const problem of problems) emit(await withLines(problem, logFolder(folder), world));
  if (problems.length > 0) return 'failed';
  const { length } = run.processes.filter(({ state }) => state === 'ready');
  emit({ type: 'note', kind: 'ready', message: `everything is as it should be: ${length} processes are ready` });
  return 'done';
}

/** A problem that comes without the words of its process gets its last ones. */
async function withLines(problem: LocalProblem, folder: string, { signal }: World): Promise<LocalProblem> {
  if (problem.logs.length > 0) return problem;
  const logs: string[] = [];
  const lines = readLogs({ folder, processes: [problem.process], tail: LINES, follow: false, signal });
  for await (const { line } of lines) logs.push(line);
  return { ...problem, logs };
}
