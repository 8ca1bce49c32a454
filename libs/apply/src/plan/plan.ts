import { formatRef, refKey, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import { partOfLabel } from '../inventory/applyset.ts';
import type { Inventory, InventoryEntry } from '../inventory/inventory.ts';
import type { LiveObject } from './live-object.ts';
import { reasonToKeep } from './prune-guards.ts';

/** One object of the set, ready to be sent. */
export interface DesiredObject {
  readonly ref: ObjectRef;
  readonly object: KubeObject;
  readonly hash: string;
}

/** What happens to one object, and why (one clause). */
export type PlannedObject =
  | { readonly action: 'create'; readonly ref: ObjectRef; readonly desired: DesiredObject; readonly reason: string }
  | {
      readonly action: 'update';
      readonly ref: ObjectRef;
      readonly desired: DesiredObject;
      readonly live: LiveObject;
      readonly reason: string;
    }
  | {
      readonly action: 'unchanged';
      readonly ref: ObjectRef;
      readonly desired: DesiredObject;
      readonly live: LiveObject;
      readonly entry: InventoryEntry;
    }
  | { readonly action: 'prune'; readonly ref: ObjectRef; readonly live: LiveObject; readonly reason: string }
  | { readonly action: 'keep'; readonly ref: ObjectRef; readonly live: LiveObject; readonly reason: string }
  /** Out of the stack and gone from the cluster, or not ours any more: only the inventory forgets it. */
  | { readonly action: 'forget'; readonly ref: ObjectRef };

export interface Plan {
  readonly objects: readonly PlannedObject[];
  /** Objects that we would take away from someone: one clause each. The plan must not be carried out. */
  readonly foreign: readonly string[];
  /** Objects that were there before us and become ours: one clause each. */
  readonly adopted: readonly string[];
  /** False when the cluster is already as the stack says and the inventory knows it. */
  readonly writes: boolean;
}

export interface PlanInput {
  readonly id: string;
  readonly desired: readonly DesiredObject[];
  readonly inventory: Inventory | undefined;
  /** Live objects by `refKey`: those of the stack, those of the inventory, and all that carry our label. */
  readonly live: ReadonlyMap<string, LiveObject>;
}

const notInInventory = 'it is not in the inventory yet';

/** Compares the stack with the inventory and the cluster. Pure: the same three give the same plan. */
export function planObjects(input: PlanInput): Plan {
  const entries = new Map((input.inventory?.objects ?? []).map((entry) => [refKey(entry.ref), entry]));
  const wanted = new Set(input.desired.map((desired) => refKey(desired.ref)));
  const applied = input.desired.map((desired) => {
    const key = refKey(desired.ref);
    return planDesired(desired, entries.get(key), input.live.get(key));
  });
  const leftKeys = new Set([...entries.keys(), ...labelled(input)].filter((key) => !wanted.has(key)));
  const left = [...leftKeys].flatMap((key) => planLeft(input, entries.get(key), input.live.get(key), applied));
  const objects = [...applied, ...left];
  return { objects, ...owners(input.id, applied), writes: objects.some((object) => isWrite(object, entries)) };
}

/** Objects of the stack that look changed by their counters alone: reading them in full shows whether fields of ours were. */
export function suspects(input: PlanInput): readonly ObjectRef[] {
  const entries = new Map((input.inventory?.objects ?? []).map((entry) => [refKey(entry.ref), entry]));
  return input.desired.flatMap(({ ref, hash }) => {
    const entry = entries.get(refKey(ref));
    const live = input.live.get(refKey(ref));
    const known = entry && live && entry.hash === hash && entry.uid === live.uid && !live.terminating;
    return known && !sameCounters(entry, live) ? [ref] : [];
  });
}

function planDesired(
  desired: DesiredObject,
  entry: InventoryEntry | undefined,
  live: LiveObject | undefined,
): PlannedObject {
  const { ref } = desired;
  if (!live) return { action: 'create', ref, desired, reason: entry?.uid ? 'it was deleted by hand' : 'it is new' };
  const reason = reasonToUpdate(desired, entry, live);
  if (reason !== undefined || !entry) return { action: 'update', ref, desired, live, reason: reason ?? notInInventory };
  return { action: 'unchanged', ref, desired, live, entry };
}

function reasonToUpdate(
  desired: DesiredObject,
  entry: InventoryEntry | undefined,
  live: LiveObject,
): string | undefined {
  if (live.terminating) return 'it is being deleted';
  if (!entry) return notInInventory;
  if (entry.hash === '') return 'an earlier run did not finish it';
  if (entry.uid !== live.uid) return 'it was made anew by someone else';
  if (entry.hash !== desired.hash) return 'the stack changed';
  if (!hasAll(live.labels, desired.object.metadata.labels)) return 'its labels were changed by hand';
  if (!hasAll(live.annotations, desired.object.metadata.annotations)) return 'its annotations were changed by hand';
  if (sameCounters(entry, live) || (live.owned !== undefined && live.owned !== '' && live.owned === entry.owned)) {
    return undefined;
  }
  return 'it was changed by hand';
}

function sameCounters(entry: InventoryEntry, live: LiveObject): boolean {
  if (live.generation !== undefined) return live.generation === entry.generation;
  return live.resourceVersion === entry.resourceVersion;
}

function hasAll(live: Readonly<Record<string, string>>, wanted: Readonly<Record<string, string>> | undefined): boolean {
  return Object.entries(wanted ?? {}).every(([name, value]) => live[name] === value);
}

function labelled({ id, live }: PlanInput): readonly string[] {
  return [...live].filter(([, object]) => object.labels[partOfLabel] === id).map(([key]) => key);
}

function planLeft(
  { id }: PlanInput,
  entry: InventoryEntry | undefined,
  live: LiveObject | undefined,
  applied: readonly PlannedObject[],
): readonly PlannedObject[] {
  const ref = live?.ref ?? entry?.ref;
  if (!ref) return [];
  const forget: PlannedObject = { action: 'forget', ref };
  if (!live) return [forget];
  if (entry?.kept !== undefined) return [{ action: 'keep', ref, live, reason: entry.kept }];
  if (live.labels[partOfLabel] !== id) return [forget];
  if (entry?.uid && entry.uid !== live.uid) return [forget];
  // One object under two API groups: it is in the stack under its other name.
  if (applied.some((object) => 'live' in object && object.live.uid === live.uid)) return [forget];
  const reason = reasonToKeep(live);
  if (reason !== undefined) return [{ action: 'keep', ref, live, reason }];
  if (live.terminating) return [forget];
  return [{ action: 'prune', ref, live, reason: 'it left the stack' }];
}

function owners(id: string, applied: readonly PlannedObject[]): Pick<Plan, 'foreign' | 'adopted'> {
  const foreign: string[] = [];
  const adopted: string[] = [];
  for (const object of applied) {
    if (object.action !== 'update') continue;
    const { labels, annotations } = object.live;
    const owner = labels[partOfLabel];
    const helm = annotations['meta.helm.sh/release-name'];
    if (owner === id) continue;
    if (owner !== undefined) foreign.push(`${formatRef(object.ref)} belongs to another set (${owner})`);
    else if (helm !== undefined) foreign.push(`${formatRef(object.ref)} belongs to the Helm release ${helm}`);
    else if (object.live.controlled) foreign.push(`${formatRef(object.ref)} is owned by another object`);
    else if (object.reason === notInInventory) adopted.push(formatRef(object.ref));
  }
  return { foreign, adopted };
}

function isWrite(object: PlannedObject, entries: ReadonlyMap<string, InventoryEntry>): boolean {
  if (object.action === 'unchanged') return false;
  if (object.action === 'keep') return entries.get(refKey(object.ref))?.kept === undefined;
  return true;
}
