import type { KubeObject } from '@nx-kube/kube';
import { isObject, listAt, objectAt, type JsonObject } from '../json.ts';

/**
 * The part of a live object that `manager` applied, by the server's own record of it. Two reads give the same value
 * exactly when no field of ours was changed, given up or taken over, whatever others did to theirs: a bound claim, an
 * autoscaled workload and a stamped status are no drift.
 *
 * @returns `undefined` when the manager never applied the object
 * @see https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management
 */
export function ownedFields(live: KubeObject, manager: string): unknown {
  const entry = listAt(live, 'metadata', 'managedFields').find(
    (candidate) => candidate['manager'] === manager && candidate['operation'] === 'Apply' && !candidate['subresource'],
  );
  const fields = entry && objectAt(entry, 'fieldsV1');
  return fields ? project(live, fields) : undefined;
}

// FieldsV1: `f:name` a field, `k:{…}` a list item by its keys, `v:…` a member of a set, `i:0` one by place, `.` the thing itself.
function project(value: unknown, fields: JsonObject): unknown {
  const paths = Object.keys(fields).filter((path) => path !== '.');
  if (paths.length === 0) return value ?? null;
  return Object.fromEntries(
    paths.map((path) => {
      const inner = fields[path];
      return [path, project(step(value, path), isObject(inner) ? inner : {})];
    }),
  );
}

function step(value: unknown, path: string): unknown {
  const name = path.slice(2);
  if (path.startsWith('f:')) return isObject(value) ? value[name] : undefined;
  if (!Array.isArray(value)) return undefined;
  if (path.startsWith('i:')) return value[Number(name)];
  const wanted: unknown = JSON.parse(name);
  if (path.startsWith('v:')) return value.find((item) => item === wanted);
  const keys = isObject(wanted) ? Object.entries(wanted) : [];
  return value.find((item) => isObject(item) && keys.every(([key, expected]) => item[key] === expected));
}
