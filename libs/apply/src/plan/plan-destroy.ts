import { pending, type InventoryEntry } from '../inventory/inventory.ts';
import { phaseNames, phaseOf } from '../phases.ts';
import type { LiveObject } from './live-object.ts';
import { reasonToKeep } from './prune-guards.ts';

/** What a destroy deletes, step by step, and what it leaves. */
export interface DestroyPlan {
  /** Users before what they use; a step starts when all of the one before is gone. */
  readonly steps: readonly (readonly InventoryEntry[])[];
  readonly kept: readonly InventoryEntry[];
}

const dataReason: Readonly<Record<string, string>> = {
  Secret: 'it holds generated secrets',
  PersistentVolumeClaim: 'it holds data',
};

/**
 * Plans to take a release down. Data stays unless asked for; a namespace stays here in any case (its deletion needs a
 * look at what else lives in it), and so do cluster-wide definitions and volumes.
 *
 * @param o.claims volume claims made by the release's StatefulSets, which carry no label of ours
 */
export function planDestroy(o: {
  readonly objects: readonly LiveObject[];
  readonly claims: readonly InventoryEntry[];
  readonly deleteData: boolean;
}): DestroyPlan {
  const judged = [
    ...o.objects.map((object) => ({
      entry: pending(object.ref, object.uid),
      reason: reasonToStay(object, o.deleteData),
    })),
    ...o.claims.map((entry) => ({ entry, reason: o.deleteData ? undefined : dataReason['PersistentVolumeClaim'] })),
  ];
  const going = judged.filter(({ reason }) => reason === undefined).map(({ entry }) => entry);
  return {
    steps: phaseNames
      .toReversed()
      .map((phase) => going.filter(({ ref }) => phaseOf(ref) === phase))
      .filter((step) => step.length > 0),
    kept: judged.flatMap(({ entry, reason }) => (reason === undefined ? [] : [{ ...entry, kept: reason }])),
  };
}

function reasonToStay(object: LiveObject, deleteData: boolean): string | undefined {
  const data = dataReason[object.ref.kind];
  if (data !== undefined) return deleteData ? undefined : data;
  if (object.ref.kind === 'Namespace') return 'namespaces are kept';
  return reasonToKeep(object);
}
