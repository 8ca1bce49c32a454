import type { Opaque } from './opaque.ts';

/** Values with everything optional: what an environment file holds. No `null`: Helm's treatment of it changed too often. */
export type Overlay<V> =
  V extends Opaque<infer T>
    ? T
    : V extends readonly unknown[]
      ? V
      : V extends object
        ? { readonly [K in keyof V]?: Overlay<V[K]> }
        : V;

/**
 * Lays values over values by Helm's rule: maps merge, everything else replaces, `null` takes away a key that the base has.
 *
 * @see https://helm.sh/docs/chart_template_guide/values_files/
 */
export function mergeValues(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return over === undefined ? base : over;
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === null && key in base) delete merged[key];
    else merged[key] = mergeValues(base[key], value);
  }
  return merged;
}

/** Whether this is a map, as opposed to a scalar or a list. */
export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
