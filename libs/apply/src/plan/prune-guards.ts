import type { LiveObject } from './live-object.ts';
import { groupKind } from '../phases.ts';

const systemNamespaces = new Set(['kube-system', 'kube-public', 'kube-node-lease', 'default']);
const dataKinds = new Set([
  'Namespace',
  'PersistentVolumeClaim',
  'PersistentVolume',
  'CustomResourceDefinition.apiextensions.k8s.io',
  'StorageClass.storage.k8s.io',
]);
const keepMarks: readonly (readonly [annotation: string, value: string])[] = [
  ['nx-kube/prune', 'false'],
  ['helm.sh/resource-policy', 'keep'],
  ['client.lifecycle.config.k8s.io/deletion', 'detach'],
  ['cli-utils.sigs.k8s.io/on-remove', 'keep'],
];

/** Kinds whose deletion deletes data, or everything of a kind: they are never pruned. */
function holdsData(ref: { readonly group: string; readonly kind: string }): boolean {
  return dataKinds.has(groupKind(ref));
}

/** Why an object that left the stack must stay; `undefined` when it may be deleted. One clause for the report. */
export function reasonToKeep(live: LiveObject): string | undefined {
  if (holdsData(live.ref)) return `${live.ref.kind} objects are never pruned`;
  if (systemNamespaces.has(live.ref.namespace ?? '')) return `namespace ${live.ref.namespace} belongs to the system`;
  const mark = keepMarks.find(([annotation, value]) => live.annotations[annotation] === value);
  if (mark) return `annotated ${mark[0]}=${mark[1]}`;
  if (live.controlled) return 'it is owned by another object, which decides about it';
  return undefined;
}

/** More deletions at once than this look like a broken stack, not like a change of it. */
export function pruneLimit(inventorySize: number): number {
  return Math.max(10, Math.floor(inventorySize * 0.3));
}
