import type { KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { isUnobserved, numberAt } from './live.ts';
import { pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges whether a StatefulSet has finished its rollout. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#update-strategies
 */
export function statefulSetReadiness(object: KubeObject): Verdict {
  const want = numberAt(object, ['spec', 'replicas'], 1);
  if (isUnobserved(object)) return pending('the controller has not seen the new spec');
  const status = (field: string): number => numberAt(object, ['status', field]);
  if (status('replicas') < want) return pending(`${status('replicas')} of ${want} replicas made`);
  if (status('replicas') > want) return pending(`${status('replicas') - want} replicas too many`);
  if (status('readyReplicas') < want) return pending(`${status('readyReplicas')} of ${want} replicas ready`);
  if (stringAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return ready('pods are replaced when deleted');
  const partition = numberAt(object, ['spec', 'updateStrategy', 'rollingUpdate', 'partition']);
  const toUpdate = Math.max(want - partition, 0);
  const updateRevision = stringAt(object, 'status', 'updateRevision');
  const settled = stringAt(object, 'status', 'currentRevision') === updateRevision;
  if (!settled && status('updatedReplicas') < toUpdate) {
    return pending(`${status('updatedReplicas')} of ${toUpdate} replicas updated`);
  }
  if (!settled && partition === 0) return pending('the new revision is not the current one yet');
  return ready(`${want} of ${want} replicas ready`);
}
