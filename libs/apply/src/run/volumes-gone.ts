import type { KubeObject, ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import type { InventoryEntry } from '../inventory/inventory.ts';
import { stringAt } from '../json.ts';
import type { Run } from './context.ts';
import { pause } from './pause.ts';

const pollMilliseconds = 250;

/**
 * Waits until the volumes behind deleted claims are deleted as well, where their reclaim policy says so. A provisioner that names
 * folders after the claim, as minikube's does, would else delete the data of a claim that was made anew meanwhile.
 *
 * A volume that does not go is a warning: the claim is gone, and a provisioner that no longer knows the volume never removes it.
 *
 * @param claims deleted claims, with the uids that they had
 * @see https://kubernetes.io/docs/concepts/storage/persistent-volumes/#reclaiming
 */
export async function waitVolumesGone(
  run: Run,
  claims: readonly InventoryEntry[],
  timeoutSeconds: number,
): Promise<void> {
  if (claims.length === 0) return;
  const uids = new Set(claims.map(({ uid }) => uid));
  const begun = run.now();
  for (;;) {
    const left = (await volumes(run)).filter((volume) => isGoing(volume, uids));
    if (left.length === 0 || run.signal.aborted) return;
    if (run.now() - begun > timeoutSeconds * 1000) {
      for (const volume of left) warn(run, volume);
      return;
    }
    await pause(pollMilliseconds, run.signal);
  }
}

/** Volumes belong to the cluster: who may not see them deletes claims all the same. */
async function volumes(run: Run): Promise<readonly KubeObject[]> {
  try {
    return (await run.cluster.list('v1', 'PersistentVolume')).items;
  } catch (error) {
    if (error instanceof ApplyError && error.status === 403) return [];
    throw error;
  }
}

function isGoing(volume: KubeObject, claims: ReadonlySet<string>): boolean {
  if (stringAt(volume, 'spec', 'persistentVolumeReclaimPolicy') !== 'Delete') return false;
  return claims.has(stringAt(volume, 'spec', 'claimRef', 'uid') ?? '');
}

function warn(run: Run, volume: KubeObject): void {
  const { name } = volume.metadata;
  const ref: ObjectRef = { group: '', version: 'v1', kind: 'PersistentVolume', name };
  const phase = stringAt(volume, 'status', 'phase') ?? 'still there';
  const message = `PersistentVolume ${name} is ${phase} and not deleted yet: its provisioner may not run, or not know it any more. Its data may still be there; kubectl delete pv ${name} forgets it`;
  run.emit({ type: 'warning', ref, message });
}
