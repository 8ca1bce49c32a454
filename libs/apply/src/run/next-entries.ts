import { refKey, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { ownedHash } from '../plan/hash.ts';
import type { Plan, PlannedObject } from '../plan/plan.ts';
import type { Outcomes } from './outcome.ts';
import { pending, type Inventory, type InventoryEntry } from '../inventory/inventory.ts';

/** What a run has done so far; all empty for the inventory that is written ahead of the first write. */
export interface Progress {
  readonly outcomes: Outcomes;
  /** `refKey`s of what was deleted. */
  readonly pruned: ReadonlySet<string>;
  /** Found on the way and to be remembered, though never part of the stack: volumes of a StatefulSet that was pruned. */
  readonly kept: readonly InventoryEntry[];
}

/**
 * The entries of the next inventory. Written ahead, it is the superset of what was and what will be; every object whose
 * write is not known to be done has an empty hash, so that whatever kills the run, the next one sends it again.
 *
 * @param o.key the release's HMAC key
 */
export function nextEntries(o: {
  readonly plan: Plan;
  readonly before: Inventory | undefined;
  readonly key: string;
  readonly progress: Progress;
}): readonly InventoryEntry[] {
  const old = new Map((o.before?.objects ?? []).map((entry) => [refKey(entry.ref), entry]));
  const entries = o.plan.objects.flatMap((planned) => {
    const key = refKey(planned.ref);
    if (planned.action === 'forget' || o.progress.pruned.has(key)) return [];
    return [nextEntry(planned, old.get(key), o)];
  });
  const present = new Set(entries.map((entry) => refKey(entry.ref)));
  return [...entries, ...o.progress.kept.filter((entry) => !present.has(refKey(entry.ref)))];
}

function nextEntry(
  planned: Exclude<PlannedObject, { action: 'forget' }>,
  old: InventoryEntry | undefined,
  o: { readonly key: string; readonly progress: Progress },
): InventoryEntry {
  const { ref } = planned;
  if (planned.action === 'unchanged') return planned.entry;
  if (planned.action === 'keep') return { ...pending(ref, planned.live.uid), kept: planned.reason };
  if (planned.action === 'prune') return old ?? pending(ref, planned.live.uid);
  const outcome = o.progress.outcomes.get(refKey(ref));
  if (outcome?.state === 'applied') return entryOf(ref, outcome.applied.object, planned.desired.hash, o.key);
  return pending(ref, planned.action === 'update' ? planned.live.uid : '');
}

function entryOf(ref: ObjectRef, object: KubeObject, hash: string, key: string): InventoryEntry {
  const { uid = '', generation, resourceVersion = '' } = object.metadata;
  return {
    ref,
    uid,
    ...(generation !== undefined && { generation }),
    resourceVersion,
    hash,
    owned: ownedHash(object, key),
  };
}
