import type { ObjectRef } from '@nx-kube/kube';
import type { InventoryEntry } from '../inventory/inventory.ts';
import type { Run } from './context.ts';
import { deleteObject } from './delete-object.ts';
import { eachOf, requestsAtOnce } from './pool.ts';
import { interrupted, waitGone } from './wait-gone.ts';

const goneSeconds = 90;

/**
 * Deletes step by step and waits until each step is gone.
 *
 * @param deleted filled as objects vanish, so that an exception loses nothing
 * @throws ApplyError `STILL_TERMINATING`, `INTERRUPTED`
 */
export async function deleteSteps(
  run: Run,
  steps: readonly (readonly InventoryEntry[])[],
  deleted: ObjectRef[],
): Promise<void> {
  for (const step of steps) {
    await eachOf(step, requestsAtOnce, async ({ ref, uid }) => {
      if (run.signal.aborted) return;
      await deleteObject(run, ref, uid);
    });
    if (run.signal.aborted) throw interrupted(`delete the objects of ${run.release}`);
    await eachOf(step, requestsAtOnce, async ({ ref, uid }) => {
      await waitGone(run, ref, uid, goneSeconds);
      deleted.push(ref);
      run.emit({ type: 'deleted', ref });
    });
  }
}
