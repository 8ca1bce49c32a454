import type { KubeObject } from '@nx-kube/kube';
import { canonicalJson, isObject, objectAt, stringAt } from '../json.ts';
import { isUnobserved } from '../readiness/live.ts';

/** What makes the pods of a workload now, and those pods. Pods of older revisions are not among them. */
export interface NewPods {
  readonly makers: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
}

const none: NewPods = { makers: [], pods: [] };
const revision = 'deployment.kubernetes.io/revision';

/**
 * Finds the pods that the current spec of a workload has made: an old pod that crashes is why one deploys, not why the
 * deploy fails. Nothing until the controller has seen the spec. Pure.
 *
 * @param all every Pod and ReplicaSet of the namespace
 */
export function newPodsOf(
  owner: KubeObject,
  all: { readonly pods: readonly KubeObject[]; readonly replicaSets: readonly KubeObject[] },
): NewPods {
  switch (owner.kind) {
    case 'Pod':
      return { makers: [], pods: all.pods.filter(({ metadata }) => metadata.uid === owner.metadata.uid) };
    case 'Deployment': {
      if (isUnobserved(owner)) return none;
      const current = currentReplicaSet(
        owner,
        all.replicaSets.filter((set) => isOwned(set, owner)),
      );
      return current ? { makers: [current], pods: all.pods.filter((pod) => isOwned(pod, current)) } : none;
    }
    case 'StatefulSet': {
      if (isUnobserved(owner)) return none;
      const updated = stringAt(owner, 'status', 'updateRevision');
      const own = all.pods.filter((pod) => isOwned(pod, owner));
      return {
        makers: [owner],
        pods: own.filter(({ metadata }) => metadata.labels?.['controller-revision-hash'] === updated),
      };
    }
    case 'DaemonSet':
    case 'Job':
      return { makers: [owner], pods: all.pods.filter((pod) => isOwned(pod, owner)) };
    default:
      return none;
  }
}

/** Whether an object was made by that owner. */
export function isOwned({ metadata }: KubeObject, owner: KubeObject): boolean {
  const owners = metadata['ownerReferences'];
  return Array.isArray(owners) && owners.some((entry) => isObject(entry) && entry['uid'] === owner.metadata.uid);
}

/** The controller's own rule is the template; the revision helps where a server filled in other defaults since. */
function currentReplicaSet(owner: KubeObject, sets: readonly KubeObject[]): KubeObject | undefined {
  const wanted = templateText(owner);
  const same = sets.find((set) => templateText(set) === wanted);
  const number = owner.metadata.annotations?.[revision];
  return same ?? sets.find(({ metadata }) => number !== undefined && metadata.annotations?.[revision] === number);
}

function templateText(object: KubeObject): string {
  const template = objectAt(object, 'spec', 'template') ?? {};
  const { 'pod-template-hash': _, ...labels } = objectAt(template, 'metadata', 'labels') ?? {};
  const metadata = { annotations: objectAt(template, 'metadata', 'annotations') ?? {}, labels };
  return canonicalJson({ metadata, spec: template['spec'] });
}
