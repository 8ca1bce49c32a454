import { createHash } from 'node:crypto';
import { formatRef, refOf, type KubeObject } from '@nx-kube/kube';
import type { differences } from '../differences.ts';

/** Keys and indexes down to a part of an object. */
type Path = readonly (string | number)[];

/**
 * The objects by name, without the parts that are listed as different.
 *
 * @param differ of one example
 * @throws Error where two objects have one name, or a listed part is not there
 */
export function comparable(
  objects: readonly KubeObject[],
  differ: (typeof differences)[keyof typeof differences],
): ReadonlyMap<string, unknown> {
  const named = new Map<string, unknown>(objects.map((object) => [formatRef(refOf(object)), object]));
  if (named.size < objects.length) throw new Error('Two objects have one name.');
  for (const { object, path } of differ) named.set(object, takeOut(named.get(object), path, object));
  return named;
}

/** The sha256 of an object's JSON with sorted keys, as 64 hex digits. */
export function digestOf(object: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(object)))
    .digest('hex');
}

function takeOut(at: unknown, [key, ...rest]: Path, where: string): unknown {
  if (key === undefined || typeof at !== 'object' || at === null || !Object.hasOwn(at, key))
    throw new Error(`${where} has no part ${key}, which is listed as different.`);
  const map = at as Readonly<Record<string | number, unknown>>;
  const entries = Object.entries(map).flatMap(([name, value]) => {
    if (name !== String(key)) return [[name, value] as const];
    return rest.length === 0 ? [] : [[name, takeOut(value, rest, where)] as const];
  });
  return Array.isArray(at) ? entries.map(([, value]) => value) : Object.fromEntries(entries);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]));
}
