import type { KubeObject } from '@nx-kube/kube';
import { conditionIs, isUnobserved, numberAt, saidBy } from './live.ts';
import { failed, pending, ready, type Verdict } from './verdict.ts';

/**
 * Judges whether a Deployment has finished its rollout, old pods gone. Pure: reads the object, never the clock.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/deployment/#deployment-status
 */
export function deploymentReadiness(object: KubeObject): Verdict {
  const want = numberAt(object, ['spec', 'replicas'], 1);
  if (isUnobserved(object)) return pending('the controller has not seen the new spec');
  const status = (field: string): number => numberAt(object, ['status', field]);
  const stalled = conditionIs(object, 'Progressing', 'False');
  // After a restart of the controller this condition can outlive its cause; the replicas decide then.
  const complete =
    status('updatedReplicas') >= want &&
    status('replicas') <= status('updatedReplicas') &&
    status('availableReplicas') >= want;
  if (stalled && !complete) return failed(saidBy(stalled));
  if (object['spec'] && (object['spec'] as { paused?: boolean }).paused === true) return ready('paused');
  if (status('updatedReplicas') < want) return pending(`${status('updatedReplicas')} of ${want} replicas updated`);
  const old = status('replicas') - status('updatedReplicas');
  if (old > 0) return pending(`${old} old replicas still running`);
  if (status('availableReplicas') < want)
    return pending(`${status('availableReplicas')} of ${want} replicas available`);
  return ready(`${want} of ${want} replicas available`);
}
