import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { stringAt } from '../json.ts';
import { conditionIs, isUnobserved } from '../readiness/live.ts';
import { ranks, type Finding } from './diagnosis.ts';
import { isOwned } from './new-pods.ts';

/**
 * A StatefulSet does not replace an old pod that never got ready: the new spec waits for the broken old one. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/controllers/statefulset/#forced-rollback
 */
export function diagnoseStuckSet(owner: KubeObject, pods: readonly KubeObject[]): Finding | undefined {
  if (owner.kind !== 'StatefulSet' || isUnobserved(owner)) return undefined;
  const updated = stringAt(owner, 'status', 'updateRevision');
  if (updated === undefined || stringAt(owner, 'status', 'currentRevision') === updated) return undefined;
  const old = pods
    .filter((pod) => isOwned(pod, owner) && pod.metadata.deletionTimestamp === undefined)
    .find((pod) => pod.metadata.labels?.['controller-revision-hash'] !== updated && !conditionIs(pod, 'Ready', 'True'));
  if (!old) return undefined;
  const { name, namespace } = old.metadata;
  return {
    code: 'STUCK_ON_OLD_POD',
    object: formatRef(refOf(owner)),
    because: `Pod ${namespace}/${name} of the revision before never got ready, and a StatefulSet does not replace it`,
    fix: `delete it, so that it is made anew: kubectl -n ${namespace} delete pod ${name}`,
    terminal: false,
    graceSeconds: 30,
    rank: ranks.scheduling,
  };
}
