import { formatRef, refKey, refOf, type KubeObject } from '@nx-kube/kube';
import { partOfLabel } from '../inventory/applyset.ts';
import { isObject, listAt, objectAt, stringAt } from '../json.ts';
import { sendableFields } from './fields.ts';
import { duplicateListKeys } from './list-map-keys.ts';

/** Whether a kind lives in namespaces; `undefined` when neither the cluster nor the set knows the kind. */
export type ScopeOf = (apiVersion: string, kind: string) => boolean | undefined;

export interface NormalisedSet {
  readonly objects: readonly KubeObject[];
  /** All that is wrong with the set, one clause each, the object named. Nothing may be sent when there is any. */
  readonly issues: readonly string[];
}

/**
 * Brings objects to the form that is sent and hashed: see `sendableFields`; namespaced ones get the release's namespace.
 * Pure; every issue of every object is reported at once.
 */
export function normaliseObjects(
  objects: readonly KubeObject[],
  o: { readonly namespace: string; readonly scopeOf: ScopeOf },
): NormalisedSet {
  const issues: string[] = [];
  const seen = new Set<string>();
  const normalised = objects.map((raw) => {
    const namespaced = o.scopeOf(raw.apiVersion, raw.kind);
    const object = withNamespace(sendableFields(raw), namespaced, o.namespace);
    const name = formatRef(refOf(object));
    const key = refKey(refOf(object));
    if (seen.has(key)) issues.push(`${name} is in the set twice`);
    seen.add(key);
    issues.push(...objectIssues(raw, namespaced).map((issue) => `${name}: ${issue}`));
    issues.push(...duplicateListKeys(object).map((issue) => `${name}: ${issue}`));
    return object;
  });
  return { objects: normalised, issues };
}

/** Scopes of the kinds whose definitions are in the set itself; the cluster does not know those before the first deploy. */
export function scopesInSet(objects: readonly KubeObject[]): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const object of objects) {
    if (object.kind !== 'CustomResourceDefinition') continue;
    const group = stringAt(object, 'spec', 'group') ?? '';
    const kind = stringAt(object, 'spec', 'names', 'kind') ?? '';
    for (const version of listAt(object, 'spec', 'versions')) {
      scopes.set(`${group}/${String(version['name'])} ${kind}`, stringAt(object, 'spec', 'scope') !== 'Cluster');
    }
  }
  return scopes;
}

function withNamespace(object: KubeObject, namespaced: boolean | undefined, namespace: string): KubeObject {
  if (namespaced !== true || object.metadata.namespace !== undefined) return object;
  return { ...object, metadata: { ...object.metadata, namespace } };
}

function objectIssues(object: KubeObject, namespaced: boolean | undefined): readonly string[] {
  const issues: string[] = [];
  if (typeof object.metadata.name !== 'string' || object.metadata.name === '') {
    issues.push('has no metadata.name (generateName can not be applied twice)');
  }
  if (namespaced === false && object.metadata.namespace !== undefined) {
    issues.push('is cluster-wide and must not have metadata.namespace');
  }
  if (objectAt(object, 'metadata', 'labels')?.[partOfLabel] !== undefined) {
    issues.push(`must not set the label ${partOfLabel}, which says who owns it`);
  }
  if (!isObject(object.metadata.labels ?? {})) issues.push('metadata.labels is not an object');
  return issues;
}
