import type { KubeObject, ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { ApplyError } from '../error.ts';
import { stringAt } from '../json.ts';
import { inventoryName, parentMetadata } from './applyset.ts';
import { parseInventory, printInventory, type Inventory } from './inventory.ts';

/** Where a release keeps what it owns. */
export interface InventoryPlace {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
  readonly tool: string;
}

/** The inventory with the version that it was read at; a write is refused when someone else wrote since. */
export interface StoredInventory {
  readonly inventory: Inventory;
  readonly resourceVersion: string;
  readonly uid: string;
}

/** Where the inventory of a release is. */
export function inventoryRef(release: string, namespace: string): ObjectRef {
  return { group: '', version: 'v1', kind: 'ConfigMap', namespace, name: inventoryName(release) };
}

/**
 * Reads the inventory.
 *
 * @returns `undefined` when there is none
 * @throws ApplyError `INVENTORY_CORRUPT` when it can't be understood: nothing may be pruned by a guess
 */
export async function readInventory(place: Omit<InventoryPlace, 'tool'>): Promise<StoredInventory | undefined> {
  const object = await place.cluster.get(inventoryRef(place.release, place.namespace));
  if (!object) return undefined;
  const inventory = parseInventory(stringAt(object, 'data', 'inventory') ?? '');
  if (!inventory) {
    throw new ApplyError('INVENTORY_CORRUPT', {
      doing: `read the inventory of ${place.release}`,
      because: `ConfigMap ${place.namespace}/${inventoryName(place.release)} does not hold an inventory of this version`,
      fix: `run \`kubectl delete configmap ${inventoryName(place.release)} -n ${place.namespace}\`; the next deploy finds its objects by their label and writes a new one`,
    });
  }
  return stored(inventory, object);
}

/**
 * Writes the inventory: a POST for the first one, else a PUT at the version that was read.
 *
 * @throws ApplyError `INVENTORY_CHANGED` when someone else wrote it in between
 */
export async function writeInventory(
  place: InventoryPlace,
  inventory: Inventory,
  before: StoredInventory | undefined,
): Promise<StoredInventory> {
  const members = inventory.objects.map((entry) => entry.ref);
  const object: KubeObject = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: inventoryName(place.release),
      namespace: place.namespace,
      ...parentMetadata({ ...place, members }),
      ...(before && { resourceVersion: before.resourceVersion }),
    },
    data: { inventory: printInventory(inventory) },
  };
  try {
    return stored(inventory, await (before ? place.cluster.update(object) : place.cluster.create(object)));
  } catch (error) {
    if (!(error instanceof ApplyError) || error.status !== 409) throw error;
    throw new ApplyError(
      'INVENTORY_CHANGED',
      {
        doing: `write the inventory of ${place.release}`,
        because: 'someone else wrote it at the same time',
        fix: 'run again: what is in place is found and left alone',
      },
      error,
    );
  }
}

function stored(inventory: Inventory, object: KubeObject): StoredInventory {
  return { inventory, resourceVersion: object.metadata.resourceVersion ?? '', uid: object.metadata.uid ?? '' };
}
