import { formatRef, type ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import type { Run } from './context.ts';
import { pause } from './pause.ts';

const pollMilliseconds = 250;

/**
 * Waits until an object is gone, or there anew under another uid.
 *
 * @throws ApplyError `STILL_TERMINATING` with the finalizers that hold it, `INTERRUPTED` when the run was stopped
 */
export async function waitGone(run: Run, ref: ObjectRef, uid: string, timeoutSeconds: number): Promise<void> {
  const begun = run.now();
  for (;;) {
    const live = await run.cluster.get(ref);
    if (!live || live.metadata.uid !== uid) return;
    if (run.signal.aborted) throw interrupted(`wait until ${formatRef(ref)} is gone`);
    if (run.now() - begun > timeoutSeconds * 1000) {
      const finalizers = live.metadata['finalizers'];
      const names = Array.isArray(finalizers) ? finalizers.join(', ') : '';
      throw new ApplyError('STILL_TERMINATING', {
        doing: `wait until ${formatRef(ref)} is gone`,
        because: `it is still being deleted after ${timeoutSeconds} s${names === '' ? '' : `, held by the finalizers ${names}`}`,
        fix: 'find out who should remove the finalizer (a controller that is not running?), then run again',
      });
    }
    await pause(pollMilliseconds, run.signal);
  }
}

/** The error of a step that was not finished because the run was stopped. */
export function interrupted(doing: string): ApplyError {
  return new ApplyError('INTERRUPTED', {
    doing,
    because: 'the run was stopped',
    fix: 'run again: it goes on from here',
  });
}
