import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import { fieldsAt, listAt, textIn } from '../fields.ts';
import { diagnosePod } from './diagnose-pod.ts';
import { rankFindings, type Finding } from './diagnosis.ts';
import { creationFinding } from './events.ts';

/** What the cluster shows around a workload: everything of its namespace, as the watches have it. */
export interface Surroundings {
  readonly pods: readonly KubeObject[];
  readonly replicaSets: readonly KubeObject[];
  /** Oldest first. */
  readonly events: readonly KubeObject[];
}

const ownedBy = (object: KubeObject, uid: string | undefined): boolean =>
  listAt(object, 'metadata', 'ownerReferences').some((owner) => textIn(owner, 'uid') === uid);

const revision = (object: KubeObject): number =>
  Number(object.metadata.annotations?.['deployment.kubernetes.io/revision'] ?? 0);

/** The ReplicaSet of the Deployment's present template: the one of the highest revision. */
function newest(replicaSets: readonly KubeObject[], deployment: KubeObject): KubeObject | undefined {
  return replicaSets
    .filter((object) => ownedBy(object, deployment.metadata.uid))
    .toSorted((a, b) => revision(b) - revision(a))[0];
}

/** The pods of a workload's present template: old ones must not be blamed for the new. */
export function podsOfWorkload(workload: KubeObject, { pods, replicaSets }: Surroundings): readonly KubeObject[] {
  if (workload.kind === 'Pod') return [workload];
  const owner = workload.kind === 'Deployment' ? newest(replicaSets, workload) : workload;
  if (!owner) return [];
  const own = pods.filter((pod) => ownedBy(pod, owner.metadata.uid));
  const update = textIn(fieldsAt(workload, 'status'), 'updateRevision');
  if (workload.kind !== 'StatefulSet' || update === '') return own;
  return own.filter((pod) => pod.metadata.labels?.['controller-revision-hash'] === update);
}

function eventsOf(object: KubeObject, events: readonly KubeObject[]): readonly KubeObject[] {
  return events.filter((event) => textIn(fieldsAt(event, 'involvedObject'), 'uid') === object.metadata.uid);
}

function creationFindings(workload: KubeObject, around: Surroundings): readonly Finding[] {
  const owner = workload.kind === 'Deployment' ? newest(around.replicaSets, workload) : workload;
  if (!owner) return [];
  const failure = listAt(owner, 'status', 'conditions').find(
    (entry) => textIn(entry, 'type') === 'ReplicaFailure' && textIn(entry, 'status') === 'True',
  );
  const event = eventsOf(owner, around.events).findLast((entry) => textIn(entry, 'reason') === 'FailedCreate');
  const message = failure ? textIn(failure, 'message') : event && textIn(event, 'message');
  return message ? [creationFinding(message, formatRef(refOf(workload)))] : [];
}

/**
 * Why a workload does not get ready: causes by rank, the root cause first. Pure; looks at the pods of the present template only.
 *
 * @param workload live Deployment, StatefulSet, DaemonSet, ReplicaSet, Job or Pod
 */
export function diagnoseWorkload(workload: KubeObject, around: Surroundings): readonly Finding[] {
  const pods = podsOfWorkload(workload, around);
  const ofPods = pods.flatMap((pod) => diagnosePod(pod, eventsOf(pod, around.events)));
  const creation = pods.length === 0 || ofPods.length === 0 ? creationFindings(workload, around) : [];
  return rankFindings([...creation, ...ofPods]);
}
