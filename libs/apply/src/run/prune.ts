import { refKey } from '@nx-kube/kube';
import type { InventoryEntry } from '../inventory/inventory.ts';
import { phaseNames, phaseOf } from '../phases.ts';
import type { Plan, PlannedObject } from '../plan/plan.ts';
import type { Run } from './context.ts';
import { deleteObject } from './delete-object.ts';
import { volumeClaimsOf } from './volume-claims.ts';

type Pruned = Extract<PlannedObject, { action: 'prune' }>;

/** What the prune did; filled as objects go, so that an exception loses nothing. */
export interface PruneResult {
  /** `refKey`s. */
  readonly pruned: Set<string>;
  readonly kept: InventoryEntry[];
}

/**
 * Deletes what left the stack, users before what they use (reverse phases). Only the very object that was looked at is
 * deleted (uid precondition); what someone made anew under the name stays.
 */
export async function pruneObjects(run: Run, plan: Plan, result: PruneResult): Promise<void> {
  const place = ({ ref }: Pruned): number => phaseNames.indexOf(phaseOf(ref));
  const objects = plan.objects
    .filter((object): object is Pruned => object.action === 'prune')
    .toSorted((a, b) => place(b) - place(a));
  for (const object of objects) {
    if (run.signal.aborted) return;
    if (object.ref.kind === 'StatefulSet') await rememberClaims(run, object, result);
    if (await deleteObject(run, object.ref, object.live.uid)) run.emit({ type: 'pruned', ref: object.ref });
    result.pruned.add(refKey(object.ref));
  }
}

async function rememberClaims(run: Run, object: Pruned, result: PruneResult): Promise<void> {
  for (const entry of await volumeClaimsOf(run, object.ref)) {
    result.kept.push(entry);
    run.emit({ type: 'kept', ref: entry.ref, because: entry.kept ?? '' });
  }
}
