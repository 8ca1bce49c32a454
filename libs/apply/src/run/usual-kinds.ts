import type { ObjectRef } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';

const kinds: readonly (readonly [group: string, version: string, kind: string])[] = [
  ['', 'v1', 'ConfigMap'],
  ['', 'v1', 'Secret'],
  ['', 'v1', 'Service'],
  ['', 'v1', 'ServiceAccount'],
  ['', 'v1', 'PersistentVolumeClaim'],
  ['', 'v1', 'Pod'],
  ['apps', 'v1', 'Deployment'],
  ['apps', 'v1', 'StatefulSet'],
  ['apps', 'v1', 'DaemonSet'],
  ['batch', 'v1', 'Job'],
  ['batch', 'v1', 'CronJob'],
  ['networking.k8s.io', 'v1', 'Ingress'],
  ['networking.k8s.io', 'v1', 'NetworkPolicy'],
  ['policy', 'v1', 'PodDisruptionBudget'],
  ['autoscaling', 'v2', 'HorizontalPodAutoscaler'],
  ['rbac.authorization.k8s.io', 'v1', 'Role'],
  ['rbac.authorization.k8s.io', 'v1', 'RoleBinding'],
];

/** What a namespace usually holds, as references without a name: looked through when no inventory says what there is. */
export function usualKinds(namespace: string): readonly ObjectRef[] {
  return kinds.map(([group, version, kind]) => ({ group, version, kind, namespace, name: '' }));
}

/** A kind whose definition is not in the cluster (yet, or any more) has no objects. */
export async function orNone<T>(read: () => Promise<T>, none: T): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof ApplyError && error.code === 'UNKNOWN_KIND') return none;
    throw error;
  }
}
