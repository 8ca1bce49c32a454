import { refOf, type KubeObject } from '@nx-kube/kube';
import { groupKind } from '../phases.ts';
import type { Run } from './context.ts';

const createdByAnnotation = 'nx-kube/created-by';

/**
 * Marks the release's own namespace when this release makes it, and keeps the mark as long as it is there: only such a
 * namespace may ever be deleted with the release.
 *
 * @param live the namespace as it is in the cluster, if it is
 */
export function createdBy(run: Run, object: KubeObject, live: KubeObject | undefined): KubeObject {
  if (groupKind(refOf(object)) !== 'Namespace' || object.metadata.name !== run.namespace) return object;
  if (live && live.metadata.deletionTimestamp === undefined && !wasCreatedBy(run, live)) return object;
  const annotations = { ...object.metadata.annotations, [createdByAnnotation]: run.release };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Whether this release made the namespace. */
export function wasCreatedBy(run: Run, namespace: KubeObject): boolean {
  return namespace.metadata.annotations?.[createdByAnnotation] === run.release;
}
