import type { ObjectRef } from '@nx-kube/kube';
import { isObject, listAt, stringAt, type JsonObject } from '../json.ts';

/** What we know of one object since we wrote it last. */
export interface InventoryEntry {
  readonly ref: ObjectRef;
  /** Empty until the object was applied once. */
  readonly uid: string;
  /** `metadata.generation` after our write, for kinds that count it. */
  readonly generation?: number;
  readonly resourceVersion: string;
  /** Keyed digest of what was sent; empty while a write is under way, so that an interrupted one is done again. */
  readonly hash: string;
  /** Keyed digest of the live fields that are ours, right after our write. */
  readonly owned: string;
  /** Why it stays although it left the stack. */
  readonly kept?: string;
}

export type InventoryPhase = 'idle' | 'applying' | 'pruning' | 'deleting';

/** What a release owns in the cluster. */
export interface Inventory {
  readonly release: string;
  readonly phase: InventoryPhase;
  /** Who works on it, while the phase is not `idle`. */
  readonly holder?: string;
  /** uid of the namespace `kube-system`: the cluster that this inventory is about. */
  readonly cluster: string;
  readonly objects: readonly InventoryEntry[];
}

/** The entry of an object that we know of, but not what is in it. */
export function pending(ref: ObjectRef, uid: string): InventoryEntry {
  return { ref, uid, resourceVersion: '', hash: '', owned: '' };
}

/** The inventory as the one JSON text that its ConfigMap holds: no key encoding that names could break. */
export function printInventory(inventory: Inventory): string {
  const { release, phase, holder, cluster } = inventory;
  const objects = inventory.objects.map(({ ref, uid, generation, resourceVersion, hash, owned, kept }) => ({
    g: ref.group,
    v: ref.version,
    k: ref.kind,
    ...(ref.namespace !== undefined && { ns: ref.namespace }),
    n: ref.name,
    uid,
    ...(generation !== undefined && { gen: generation }),
    rv: resourceVersion,
    hash,
    owned,
    ...(kept !== undefined && { kept }),
  }));
  return JSON.stringify({ v: 1, release, phase, ...(holder !== undefined && { holder }), cluster, objects });
}

/** Reads what `printInventory` wrote; `undefined` for anything else, as nothing may be pruned by a guess. */
export function parseInventory(text: string): Inventory | undefined {
  const data = parseJson(text);
  if (!isObject(data) || data['v'] !== 1 || !Array.isArray(data['objects'])) return undefined;
  const objects = listAt(data, 'objects').map((entry) => parseEntry(entry));
  if (objects.length !== data['objects'].length || objects.includes(undefined)) return undefined;
  const phase = stringAt(data, 'phase');
  if (phase !== 'idle' && phase !== 'applying' && phase !== 'pruning' && phase !== 'deleting') return undefined;
  const holder = stringAt(data, 'holder');
  return {
    release: stringAt(data, 'release') ?? '',
    phase,
    ...(holder !== undefined && { holder }),
    cluster: stringAt(data, 'cluster') ?? '',
    objects: objects.filter((entry) => entry !== undefined),
  };
}

function parseEntry(entry: JsonObject): InventoryEntry | undefined {
  const group = stringAt(entry, 'g');
  const version = stringAt(entry, 'v');
  const kind = stringAt(entry, 'k');
  const name = stringAt(entry, 'n');
  if (group === undefined || version === undefined || kind === undefined || name === undefined) return undefined;
  const namespace = stringAt(entry, 'ns');
  const generation = entry['gen'];
  const kept = stringAt(entry, 'kept');
  return {
    ref: { group, version, kind, ...(namespace !== undefined && { namespace }), name },
    uid: stringAt(entry, 'uid') ?? '',
    ...(typeof generation === 'number' && { generation }),
    resourceVersion: stringAt(entry, 'rv') ?? '',
    hash: stringAt(entry, 'hash') ?? '',
    owned: stringAt(entry, 'owned') ?? '',
    ...(kept !== undefined && { kept }),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
