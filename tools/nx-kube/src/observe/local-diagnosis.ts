import { type LocalProblem, readLogs, type RunState } from '@nx-kube/local/run';
import type { Stack } from '@nx-kube/manifests';

import type { Outcome, World } from '../world.ts';
import { askFrontDoor } from './front-door.ts';
import { localProblems } from './local-problems.ts';
import { START } from './local-status.ts';
import { logFolder } from './log-folder.ts';
import type { LocalPlace } from './place.ts';
import { smokeWorkload } from './smoke-workload.ts';

/** As many last lines as the supervisor itself keeps of a problem. */
const LINES = 20;

/** Says what is wrong with the run on this machine, also when it is over. */
export async function localDiagnosis({ stack, folder, run }: LocalPlace, world: World): Promise<Outcome> {
  const { emit } = world;
  if (run === undefined) {
    emit({ type: 'note', kind: 'missing', message: `there is no local run of ${stack.name}; ${START}` });
    return 'failed';
  }
  const told = localProblems(run);
  const whole = told.length === 0 && runsSmoke(stack, run);
  const problems = whole ? await askFrontDoor(run, stack.smoke, world) : told;
  for (const problem of problems) emit(await withLines(problem, logFolder(folder), world));
  if (problems.length > 0) return 'failed';
  const { length } = run.processes.filter(({ state }) => state === 'ready');
  const answers = whole ? `, and ${stack.smoke.path} answers` : '';
  emit({
    type: 'note',
    kind: 'ready',
    message: `everything is as it should be: ${length} processes are ready${answers}`,
  });
  return 'done';
}

/** A part of the stack (`--only`) may run without what answers for the whole. */
function runsSmoke(stack: Stack, { processes }: RunState): boolean {
  const workload = smokeWorkload(stack);
  return processes.some((process) => process.workload === workload);
}

/** A problem that comes without the words of its process gets its last ones. */
async function withLines(problem: LocalProblem, folder: string, { signal }: World): Promise<LocalProblem> {
  if (problem.logs.length > 0) return problem;
  const logs: string[] = [];
  const lines = readLogs({ folder, processes: [problem.process], tail: LINES, follow: false, signal });
  for await (const { line } of lines) logs.push(line);
  return { ...problem, logs };
}
