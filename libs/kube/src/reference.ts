import type { KubeObject } from './object.ts';

/** Which object is meant, without its content. The core group is the empty string. */
export interface ObjectRef {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** The reference of an object; its apiVersion is `group/version`, or `version` alone for the core group. */
export function refOf(object: KubeObject): ObjectRef {
  const { name, namespace } = object.metadata;
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const version = object.apiVersion.slice(slash + 1);
  return { group, version, kind: object.kind, ...(namespace ? { namespace } : {}), name };
}

/** One string per object: `group/kind/namespace/name`. Without the version: two versions name the same object. */
export function refKey(ref: ObjectRef): string {
  return `${ref.group}/${ref.kind}/${ref.namespace ?? ''}/${ref.name}`;
}

/** A reference for people: `Deployment todo-app/backend`, `Namespace todo-app`. */
export function formatRef(ref: ObjectRef): string {
  return ref.namespace ? `${ref.kind} ${ref.namespace}/${ref.name}` : `${ref.kind} ${ref.name}`;
}
