import type { KubeObject } from '@nx-kube/kube';
import { isUnobserved, numberAt } from './live.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges a ReplicaSet that stands by itself. Pure. It never replaces pods, so there is no old one to wait for.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/replicaset/
 */
export function replicaSetReadiness(object: KubeObject): Verdict {
  const want = numberAt(object, ['spec', 'replicas'], 1);
  if (isUnobserved(object)) return pending('the controller has not seen the new spec');
  const [replicas, available] = [
    numberAt(object, ['status', 'replicas']),
    numberAt(object, ['status', 'availableReplicas']),
  ];
  if (available < want) return pending(`${available} of ${want} replicas available`);
  if (replicas > want) return pending(`${replicas - want} replicas too many`);
  return ready(`${want} of ${want} replicas available`);
}
