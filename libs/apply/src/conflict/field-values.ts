import { isObject, type JsonObject } from '../json.ts';
import { branch, type FieldPath, type FieldSet } from './field-set.ts';

/** The value behind one step of a field set; `undefined` when there is none. */
export function valueOf(value: unknown, step: string): unknown {
  const name = step.slice(2);
  if (step.startsWith('f:')) return isObject(value) ? value[name] : undefined;
  return Array.isArray(value) ? value[indexOf(value, step)] : undefined;
}

/** The value behind a path. */
export function valueAt(value: unknown, path: FieldPath): unknown {
  return path.reduce((here, step) => valueOf(here, step), value);
}

/** A copy of `value` without the fields of a set. */
export function withoutFields(value: unknown, fields: FieldSet): unknown {
  let rest = value;
  for (const step of Object.keys(fields)) {
    const inner = branch(fields, step);
    const whole = Object.keys(inner).length === 0 || inner['.'] !== undefined;
    if (valueOf(rest, step) === undefined) continue;
    rest = whole ? withoutStep(rest, step) : withStep(rest, step, withoutFields(valueOf(rest, step), inner));
  }
  return rest;
}

/** A copy of `value` in which the fields of a set are as `source` has them, as a server-side apply of them leaves it. */
export function withFields(value: unknown, source: unknown, fields: FieldSet): unknown {
  const steps = Object.keys(fields).filter((step) => step !== '.');
  if (steps.length === 0) return source;
  let merged = value;
  for (const step of steps) {
    const inner = withFields(valueOf(merged, step), valueOf(source, step), branch(fields, step));
    merged = withStep(merged, step, inner);
  }
  return merged;
}

function withStep(value: unknown, step: string, inner: unknown): unknown {
  if (step.startsWith('f:')) return { ...(isObject(value) ? value : {}), [step.slice(2)]: inner };
  const list: readonly unknown[] = Array.isArray(value) ? value : [];
  const at = indexOf(list, step);
  return at < 0 ? [...list, inner] : list.with(at, inner);
}

function withoutStep(value: unknown, step: string): unknown {
  if (Array.isArray(value)) return value.toSpliced(indexOf(value, step), 1);
  const { [step.slice(2)]: _gone, ...others } = value as JsonObject;
  return others;
}

function indexOf(list: readonly unknown[], step: string): number {
  const name = step.slice(2);
  if (step.startsWith('i:')) return Number(name);
  const wanted: unknown = JSON.parse(name);
  if (step.startsWith('v:')) return list.indexOf(wanted);
  const keys = isObject(wanted) ? Object.entries(wanted) : [];
  return list.findIndex((item) => isObject(item) && keys.every(([key, expected]) => item[key] === expected));
}
