import { refOf, type KubeObject } from '@nx-kube/kube';
import { groupKind } from '../phases.ts';
import { conditionsReadiness } from './conditions.ts';
import { customResourceDefinitionReadiness } from './custom-resource-definition.ts';
import { daemonSetReadiness } from './daemon-set.ts';
import { deploymentReadiness } from './deployment.ts';
import { horizontalPodAutoscalerReadiness } from './horizontal-pod-autoscaler.ts';
import { ingressReadiness } from './ingress.ts';
import { jobReadiness } from './job.ts';
import { namespaceReadiness } from './namespace.ts';
import { persistentVolumeClaimReadiness } from './persistent-volume-claim.ts';
import { podDisruptionBudgetReadiness } from './pod-disruption-budget.ts';
import { podReadiness } from './pod.ts';
import { replicaSetReadiness } from './replica-set.ts';
import { serviceReadiness } from './service.ts';
import { statefulSetReadiness } from './stateful-set.ts';
import { pending, type Verdict } from './verdict.ts';

export type { Verdict } from './verdict.ts';

const rules: ReadonlyMap<string, (object: KubeObject) => Verdict> = new Map([
  ['Deployment.apps', deploymentReadiness],
  ['StatefulSet.apps', statefulSetReadiness],
  ['DaemonSet.apps', daemonSetReadiness],
  ['ReplicaSet.apps', replicaSetReadiness],
  ['Pod', podReadiness],
  ['Job.batch', jobReadiness],
  ['PersistentVolumeClaim', persistentVolumeClaimReadiness],
  ['Service', serviceReadiness],
  ['Ingress.networking.k8s.io', ingressReadiness],
  ['Namespace', namespaceReadiness],
  ['PodDisruptionBudget.policy', podDisruptionBudgetReadiness],
  ['HorizontalPodAutoscaler.autoscaling', horizontalPodAutoscalerReadiness],
  ['CustomResourceDefinition.apiextensions.k8s.io', customResourceDefinitionReadiness],
]);

/** Judges a live object by the rule of its kind. Pure. An object that is being deleted is never ready. */
export function readiness(object: KubeObject): Verdict {
  if (object.metadata.deletionTimestamp !== undefined) return pending('being deleted');
  return (rules.get(groupKind(refOf(object))) ?? conditionsReadiness)(object);
}
