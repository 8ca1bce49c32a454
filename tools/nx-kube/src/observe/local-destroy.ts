import { deleteRun, endLeft, type RunState, stopRun } from '@nx-kube/local/run';

import { PluginError } from '../error.ts';
import type { Outcome, World } from '../world.ts';
import { isRunning, type LocalPlace } from './place.ts';

/** Longest time in which a run has ended: the grace periods of its workloads, one after the other. */
const GRACE_MS = 150_000;

/**
 * Stops the run on this machine, and waits for its end. Its data, secrets and logs stay, unless they are to be deleted.
 *
 * @throws PluginError NOT_STOPPED
 */
export async function localDestroy(
  { stack, folder, run }: LocalPlace,
  deleteData: boolean,
  { emit }: World,
): Promise<Outcome> {
  const begun = performance.now();
  const running = isRunning(run);
  if (running && !(await stopRun(folder, GRACE_MS))) throw notStopped(run.pid);
  const seconds = (performance.now() - begun) / 1000;
  if (running) emit({ type: 'stopped', stack: stack.name, seconds, ...(deleteData && { dataStay: false }) });
  if (!running && !deleteData) emit({ type: 'note', kind: 'ended', message: await endRest(run, folder) });
  if (deleteData && run !== undefined && !(await deleteRun(folder))) throw notStopped(run.pid);
  if (deleteData) emit({ type: 'note', kind: 'deleted', message: `data, secrets and logs of ${stack.name}` });
  if (!deleteData && run !== undefined)
    emit({ type: 'note', kind: 'kept', message: `${folder}: the next start takes it up; --delete-data deletes it` });
  return 'done';
}

/** What a run that was killed has left is ended; a run that was stopped has left nothing. */
async function endRest(run: RunState | undefined, folder: string): Promise<string> {
  const names = run === undefined ? [] : await endLeft(folder);
  if (run !== undefined && names === undefined) throw notStopped(run.pid);
  return names === undefined || names.length === 0
    ? 'nothing runs here'
    : `what a killed run had left: ${names.join(', ')}`;
}

function notStopped(pid: number): PluginError {
  return new PluginError('NOT_STOPPED', {
    doing: 'stop the local run',
    because: `process ${pid} still runs it, after ${GRACE_MS / 1000} s or as another user`,
    fix: `look at it: ps -fp ${pid}; a Ctrl-C twice where it was started ends it at once`,
  });
}
