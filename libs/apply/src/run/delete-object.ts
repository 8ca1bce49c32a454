import { formatRef, type ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import type { Run } from './context.ts';

/**
 * Deletes one object if it is still the one with this uid.
 *
 * @returns false when someone made another one under the name: that one stays
 */
export async function deleteObject(run: Run, ref: ObjectRef, uid: string): Promise<boolean> {
  try {
    await run.cluster.delete(ref, { uid, propagation: 'Background' });
    return true;
  } catch (error) {
    if (!(error instanceof ApplyError) || error.status !== 409) throw error;
    run.emit({ type: 'warning', ref, message: `${formatRef(ref)} was made anew by someone else and stays` });
    return false;
  }
}
