import type { LocalWorkload } from '@nx-kube/manifests/local';

import { LocalError } from '../error.ts';
import type { Gate } from './gate.ts';
import type { Failure } from './generation.ts';
import { tellingLine } from './telling-line.ts';

/** So often a process may end badly before the start of the whole counts as failed. */
export const TRIES = 3;

/** Gives the start up when a process has failed too often, or in a way that another try does not change. */
export function startFailed(gate: Gate, { problem, failures, error }: Failure): void {
  if (error) gate.fail(error);
  if (failures < TRIES) return;
  const { process, because, fix } = problem;
  const last = tellingLine(problem.logs);
  gate.fail(
    new LocalError(
      'START_FAILED',
      { doing: `start ${process}`, because: last === undefined ? because : `${because}: ${last}`, fix },
      problem,
    ),
  );
}

/** The run ends before it was ready. */
export function interrupted(stack: string): LocalError {
  return new LocalError('INTERRUPTED', {
    doing: `start ${stack}`,
    because: 'it was told to stop',
    fix: 'start it again',
  });
}

/** A name that is no workload of the run. */
export function unknownWorkload(name: string, known: readonly LocalWorkload[]): LocalError {
  return new LocalError('UNKNOWN_WORKLOAD', {
    doing: `replace ${name}`,
    because: 'the run has no such workload',
    fix: `choose from ${known.map((workload) => workload.name).join(', ')}`,
  });
}
