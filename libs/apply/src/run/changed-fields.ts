import type { KubeObject } from '@nx-kube/kube';
import { canonicalJson, isObject } from '../json.ts';

const serverMetadata = new Set([
  'managedFields',
  'resourceVersion',
  'uid',
  'generation',
  'creationTimestamp',
  'selfLink',
]);

/**
 * Paths of the fields in which two objects differ, both as the server gives them (so both have its defaults). Paths
 * only: a value may be a secret.
 *
 * @returns `.spec.template.spec.containers[backend].image`, sorted
 */
export function changedFields(before: KubeObject, after: KubeObject): readonly string[] {
  return compare('', comparable(before), comparable(after)).toSorted();
}

function comparable(object: KubeObject): unknown {
  const { status: _status, ...rest } = object;
  const metadata = Object.fromEntries(Object.entries(object.metadata).filter(([field]) => !serverMetadata.has(field)));
  return { ...rest, metadata };
}

function compare(path: string, before: unknown, after: unknown): readonly string[] {
  if (canonicalJson(before) === canonicalJson(after)) return [];
  const left = named(before);
  const right = named(after);
  if (!left || !right) return [path];
  return [...new Set([...left.keys(), ...right.keys()])].flatMap((step) =>
    compare(`${path}${step}`, left.get(step), right.get(step)),
  );
}

/** Fields of an object, or items of a list by their names, as steps of a path; `undefined` for anything else. */
function named(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (Array.isArray(value)) {
    return new Map(value.map((item: unknown, index) => [`[${itemName(item) ?? index}]`, item]));
  }
  if (!isObject(value)) return undefined;
  return new Map(Object.entries(value).map(([field, inner]) => [`.${field}`, inner]));
}

function itemName(item: unknown): string | undefined {
  if (!isObject(item)) return undefined;
  const name = item['name'] ?? item['containerPort'] ?? item['port'] ?? item['mountPath'];
  return typeof name === 'string' || typeof name === 'number' ? String(name) : undefined;
}
