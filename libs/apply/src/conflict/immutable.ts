import type { ObjectRef } from '@nx-kube/kube';
import { listAt, objectAt, stringAt } from '../json.ts';
import { groupKind } from '../phases.ts';

/** What can be done about a change that the API server refuses because the field can't change. */
export interface ImmutableChange {
  readonly fields: readonly string[];
  /** `recreate`: nothing is lost by deleting and applying again; `refuse`: a person has to decide. */
  readonly remedy: 'recreate' | 'refuse';
  readonly fix: string;
}

const messages = [
  'field is immutable',
  'is immutable',
  'immutable field',
  'updates to statefulset spec for fields other than',
  'may not be changed',
  'cannot change roleRef',
  'spec is immutable after creation',
  'pod updates may not change fields other than',
];

const recreated = new Set([
  'Job.batch',
  'RoleBinding.rbac.authorization.k8s.io',
  'ClusterRoleBinding.rbac.authorization.k8s.io',
  'Pod',
]);

const fixes: Readonly<Record<string, string>> = {
  'Deployment.apps': 'give the Deployment a new name, or delete it (its pods stop) and deploy again',
  'DaemonSet.apps': 'give the DaemonSet a new name, or delete it (its pods stop) and deploy again',
  'StatefulSet.apps':
    'run `kubectl delete statefulset NAME --cascade=orphan` (pods and volumes stay) and deploy again, or undo the change',
  Service: 'delete the Service (its address changes) and deploy again, or undo the change',
  PersistentVolumeClaim: 'undo the change: recreating the claim would lose its data; only its size can grow',
  ConfigMap: 'give it a new name: it is marked immutable, and pods may have it mounted',
  Secret: 'give it a new name: its type or contents are fixed, and pods may have it mounted',
};

/**
 * Recognises the 422 for an immutable field. Any other 422 (a wrong value, say) gives `undefined`, so that no error is
 * taken for this one.
 *
 * @param status the `Status` body of the refused request
 */
export function immutableChange(ref: ObjectRef, status: unknown): ImmutableChange | undefined {
  const causes = listAt(objectAt(status, 'details') ?? {}, 'causes').filter((cause) => isImmutable(cause['message']));
  const summary = stringAt(status, 'message');
  if (causes.length === 0 && !(stringAt(status, 'reason') === 'Invalid' && isImmutable(summary))) return undefined;
  const kind = groupKind(ref);
  return {
    fields: causes.flatMap((cause) => stringAt(cause, 'field') ?? []),
    remedy: recreated.has(kind) ? 'recreate' : 'refuse',
    fix: fixes[kind] ?? `undo the change, or delete the ${ref.kind} and deploy again`,
  };
}

function isImmutable(message: unknown): boolean {
  return typeof message === 'string' && messages.some((text) => message.includes(text));
}
