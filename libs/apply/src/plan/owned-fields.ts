import type { KubeObject } from '@nx-kube/kube';
import { appliedFields } from '../conflict/as-applied.ts';
import { valueOf } from '../conflict/field-values.ts';
import { isObject, type JsonObject } from '../json.ts';

/**
 * The part of a live object that `manager` applied, by the server's own record of it. Two reads give the same value
 * exactly when no field of ours was changed, given up or taken over, whatever others did to theirs: a bound claim, an
 * autoscaled workload and a stamped status are no drift.
 *
 * @returns `undefined` when the manager never applied the object
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function ownedFields(live: KubeObject, manager: string): unknown {
  const fields = appliedFields(live, manager);
  return fields ? project(live, fields) : undefined;
}

function project(value: unknown, fields: JsonObject): unknown {
  const paths = Object.keys(fields).filter((path) => path !== '.');
  if (paths.length === 0) return value ?? null;
  return Object.fromEntries(
    paths.map((path) => {
      const inner = fields[path];
      return [path, project(valueOf(value, path), isObject(inner) ? inner : {})];
    }),
  );
}
