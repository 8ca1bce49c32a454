import { refOf, type KubeObject, type ObjectRef } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import { readInventory } from '../inventory/store.ts';
import { objectAt } from '../json.ts';
import { podTemplate } from '../pod-template.ts';
import { mapOf, requestsAtOnce } from '../run/pool.ts';
import { orNone } from '../run/usual-kinds.ts';

/** A workload of a release, and how to tell its pods. */
export interface Workload {
  readonly ref: ObjectRef;
  isOwn(pod: KubeObject): boolean;
}

/**
 * The workloads of a release that are in the cluster now.
 *
 * @returns `undefined` when the cluster knows no such release
 * @throws ApplyError
 */
export async function readWorkloads(o: {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
}): Promise<readonly Workload[] | undefined> {
  const inventory = (await readInventory(o))?.inventory;
  if (!inventory) return undefined;
  const live = await mapOf(inventory.objects, requestsAtOnce, ({ ref }) =>
    KINDS.has(ref.kind) ? orNone(() => o.cluster.get(ref), undefined) : Promise.resolve(undefined),
  );
  return live.flatMap((object) => (object ? (workloadOf(object) ?? []) : []));
}

const KINDS = new Set(['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'Pod']);

function workloadOf(object: KubeObject): Workload | undefined {
  const ref = refOf(object);
  const { namespace } = object.metadata;
  if (object.kind === 'Pod') return { ref, isOwn: (pod) => pod.metadata.uid === object.metadata.uid };
  const labels = objectAt(object, 'spec', 'selector', 'matchLabels');
  if (!labels || !podTemplate(object)) return undefined;
  return {
    ref,
    isOwn: ({ metadata }) =>
      metadata.namespace === namespace &&
      Object.entries(labels).every(([name, value]) => metadata.labels?.[name] === value),
  };
}
