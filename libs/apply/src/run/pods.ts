import type { KubeObject } from '@nx-kube/kube';
import { listAt, objectAt, stringAt } from '../json.ts';
import { podTemplate } from '../pod-template.ts';

/** One pod of a workload, as a person wants to see it. */
export interface PodStatus {
  readonly name: string;
  readonly phase: string;
  readonly ready: boolean;
  /** Restarts of all its containers. */
  readonly restarts: number;
  /** Images of its containers, in their order. */
  readonly images: readonly string[];
  /** Why a container does not run: `CrashLoopBackOff`, `ErrImageNeverPull`. */
  readonly waiting?: string;
}

/** The pods that a workload's selector picks from those of its namespace; none for what only selects pods of others. */
export function podsOf(workload: KubeObject, pods: readonly KubeObject[]): readonly PodStatus[] {
  const labels = objectAt(workload, 'spec', 'selector', 'matchLabels');
  if (!labels || !podTemplate(workload)) return [];
  return pods
    .filter((pod) => pod.metadata.namespace === workload.metadata.namespace)
    .filter((pod) => Object.entries(labels).every(([name, value]) => pod.metadata.labels?.[name] === value))
    .map((pod) => podStatus(pod));
}

function podStatus(pod: KubeObject): PodStatus {
  const statuses = ['initContainerStatuses', 'containerStatuses'].flatMap((field) => listAt(pod, 'status', field));
  const waiting = statuses.map((status) => stringAt(status, 'state', 'waiting', 'reason')).find((reason) => reason);
  return {
    name: pod.metadata.name,
    phase:
      pod.metadata.deletionTimestamp === undefined ? (stringAt(pod, 'status', 'phase') ?? 'Unknown') : 'Terminating',
    ready: listAt(pod, 'status', 'conditions').some(
      (condition) => condition['type'] === 'Ready' && condition['status'] === 'True',
    ),
    restarts: statuses.reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0),
    images: listAt(pod, 'spec', 'containers').map((container) => stringAt(container, 'image') ?? ''),
    ...(waiting !== undefined && { waiting }),
  };
}
