import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

const provisioner = 'volume.kubernetes.io/storage-provisioner';

/**
 * Judges a PersistentVolumeClaim. Pure. A claim that no provisioner works on waits for its first pod (binding mode
 * WaitForFirstConsumer): nothing more will happen, so that is ready.
 *
 * @see https://kubernetes.io/docs/concepts/storage/storage-classes/#volume-binding-mode
 */
export function persistentVolumeClaimReadiness(object: KubeObject): Verdict {
  const phase = stringAt(object, 'status', 'phase') ?? 'Pending';
  if (phase === 'Bound') return ready('bound');
  if (phase === 'Lost') return failed('the volume that it was bound to is gone');
  const named = stringAt(object, 'spec', 'storageClassName') ?? '';
  if (phase === 'Pending' && named !== '' && !object.metadata.annotations?.[provisioner]) {
    return ready('waits for the first pod that uses it');
  }
  return pending('not bound to a volume');
}
