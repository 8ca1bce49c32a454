import type { KubeObject, ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import type { InventoryEntry, InventoryPhase } from '../inventory/inventory.ts';
import { readInventory } from '../inventory/store.ts';
import { phaseNames, phaseOf } from '../phases.ts';
import { readiness, type Verdict } from '../readiness/readiness.ts';
import { mapOf, requestsAtOnce } from './pool.ts';
import { podsOf, type PodStatus } from './pods.ts';
import { orNone } from './usual-kinds.ts';

/** One object of a release as it is now. */
export interface ObjectStatus {
  readonly ref: ObjectRef;
  /** `missing` when it was deleted by hand; otherwise the verdict of the readiness rules. */
  readonly state: Verdict['state'] | 'missing';
  readonly message: string;
  /** Pods of a workload; empty for other kinds. */
  readonly pods: readonly PodStatus[];
  /** Why it stays although it left the stack, or the release was destroyed. */
  readonly kept?: string;
}

/** A release as it is now. */
export interface StatusReport {
  readonly release: string;
  readonly namespace: string;
  /** False when the cluster knows no such release. */
  readonly found: boolean;
  /** Anything but `idle`: a run is at work, or was killed. */
  readonly phase: InventoryPhase;
  readonly holder?: string;
  /** True when every object of the stack is ready. */
  readonly ok: boolean;
  /** In the order in which they are applied. */
  readonly objects: readonly ObjectStatus[];
}

/**
 * Reads what a release consists of and how it is. Reads only.
 *
 * @throws ApplyError `INVENTORY_CORRUPT`, or when the cluster can't be read
 */
export async function status(o: {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
}): Promise<StatusReport> {
  const { release, namespace } = o;
  const inventory = (await readInventory(o))?.inventory;
  if (!inventory) return { release, namespace, found: false, phase: 'idle', ok: false, objects: [] };
  const entries = inventory.objects.toSorted((a, b) => placeOf(a) - placeOf(b));
  const pods = await listPods(o.cluster, namespace, entries);
  const objects = await mapOf(entries, requestsAtOnce, async (entry) => objectStatus(o.cluster, entry, pods));
  return {
    release,
    namespace,
    found: true,
    phase: inventory.phase,
    ...(inventory.holder !== undefined && { holder: inventory.holder }),
    ok: objects.every(({ state, kept }) => kept !== undefined || state === 'ready'),
    objects,
  };
}

async function objectStatus(
  cluster: Cluster,
  entry: InventoryEntry,
  pods: readonly KubeObject[],
): Promise<ObjectStatus> {
  const { ref, kept } = entry;
  const live = await orNone(() => cluster.get(ref), undefined);
  const keeps = kept === undefined ? {} : { kept };
  if (!live) return { ref, state: 'missing', message: 'it is not in the cluster', pods: [], ...keeps };
  return { ref, ...readiness(live), pods: podsOf(live, pods), ...keeps };
}

async function listPods(
  cluster: Cluster,
  namespace: string,
  entries: readonly InventoryEntry[],
): Promise<readonly KubeObject[]> {
  const namespaces = new Set([namespace, ...entries.flatMap(({ ref }) => ref.namespace ?? [])]);
  const lists = await mapOf([...namespaces], requestsAtOnce, (name) => cluster.list('v1', 'Pod', { namespace: name }));
  return lists.flatMap(({ items }) => items);
}

function placeOf({ ref }: InventoryEntry): number {
  return phaseNames.indexOf(phaseOf(ref));
}
