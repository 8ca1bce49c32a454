import { parseQuantity, type KubeObject } from '@nx-kube/kube';
import { issueOf, type Issue } from './issue.ts';
import { nearest } from './nearest.ts';
import type { Shapes } from './shape.ts';
import data from './shapes.json' with { type: 'json' };

const { kinds, types }: Shapes = data;

/** What is wrong at one path; `breaks` where others would stumble over it. */
interface Fault extends Omit<Issue, 'object'> {
  readonly breaks?: true;
}

/** The outcome for one object. */
interface ShapeResult {
  readonly issues: readonly Issue[];
  /** Whether its lists and maps are where they belong, so that other checks can read it. */
  readonly readable: boolean;
}

/**
 * Compares an object with the fields of its kind: unknown and missing fields, wrong types, texts outside of an
 * enumeration, quantities that are none. Kinds that we do not know (custom resources) pass.
 */
export function checkShape(object: KubeObject): ShapeResult {
  const type = kinds[`${object.apiVersion} ${object.kind}`];
  const faults = type === undefined ? kindFaults(object) : faultsOf(object, type, '');
  const issues = faults.map((fault) => issueOf(object, fault));
  return { issues, readable: !faults.some(({ breaks }) => breaks) };
}

function kindFaults(object: KubeObject): readonly Fault[] {
  const known = Object.keys(kinds).find((key) => key.endsWith(` ${object.kind}`));
  if (known === undefined) return [];
  const hint = `write ${known.split(' ')[0]}`;
  return [{ path: 'apiVersion', value: object.apiVersion, message: `has no kind ${object.kind}`, hint }];
}

function faultsOf(value: unknown, form: string, path: string): readonly Fault[] {
  if (form === 'any') return [];
  if (value === null) return [{ path, message: 'must not be null', hint: 'leave the field out', breaks: true }];
  if (form.startsWith('=')) return enumFaults(value, form.slice(1).split('|'), path);
  if (form.startsWith('[]')) return listFaults(value, form.slice(2), path);
  if (form.startsWith('{}')) return mapFaults(value, form.slice(2), path);
  const scalar = SCALARS[form];
  if (!scalar) return fieldFaults(value, form, path);
  return scalar.test(value) ? [] : [{ path, value, message: `must be ${scalar.rule}` }];
}

const SCALARS: Readonly<Record<string, { readonly rule: string; readonly test: (value: unknown) => boolean }>> = {
  string: { rule: 'a string', test: (value) => typeof value === 'string' },
  boolean: { rule: 'a boolean', test: (value) => typeof value === 'boolean' },
  integer: { rule: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  intOrString: {
    rule: 'a whole number or a string',
    test: (value) => typeof value === 'string' || Number.isSafeInteger(value),
  },
  quantity: { rule: 'a quantity such as "500m" or "256Mi"', test: isQuantity },
};

function isQuantity(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'string') return false;
  try {
    return Number.isFinite(parseQuantity(value));
  } catch {
    return false;
  }
}

function enumFaults(value: unknown, allowed: readonly string[], path: string): readonly Fault[] {
  if (typeof value === 'string' && allowed.includes(value)) return [];
  return [{ path, value, message: `must be one of ${allowed.map((text) => JSON.stringify(text)).join(', ')}` }];
}

function listFaults(value: unknown, form: string, path: string): readonly Fault[] {
  if (!Array.isArray(value)) return [{ path, value, message: 'must be a list', breaks: true }];
  return value.flatMap((item: unknown, index) => faultsOf(item, form, `${path}[${index}]`));
}

function mapFaults(value: unknown, form: string, path: string): readonly Fault[] {
  if (!isMap(value)) return [{ path, value, message: 'must be a map', breaks: true }];
  return Object.entries(value).flatMap(([key, item]) => faultsOf(item, form, join(path, key)));
}

function fieldFaults(value: unknown, type: string, path: string): readonly Fault[] {
  if (!isMap(value)) return [{ path, value, message: 'must be a map', breaks: true }];
  const fields = types[type] ?? {};
  const given = Object.entries(value).flatMap(([key, item]) => {
    const form = fields[key] ?? fields[`${key}!`];
    if (form !== undefined) return faultsOf(item, form, join(path, key));
    return [unknownField(join(path, key), key, Object.keys(fields), type)];
  });
  return [...given, ...missingFields(value, fields, path)];
}

function unknownField(path: string, key: string, fields: readonly string[], type: string): Fault {
  const names = fields.map((field) => field.replace(/!$/, ''));
  const near = nearest(key, names);
  return { path, message: `is not a field of ${type}`, ...(near ? { hint: `did you mean ${near}?` } : {}) };
}

/** A template inside of an object may do without apiVersion and kind, which its place already says. */
const IMPLIED = new Set(['apiVersion!', 'kind!']);

function missingFields(value: object, fields: Readonly<Record<string, string>>, path: string): readonly Fault[] {
  return Object.keys(fields)
    .filter((field) => field.endsWith('!') && !IMPLIED.has(field) && !(field.slice(0, -1) in value))
    .map((field) => ({ path: join(path, field.slice(0, -1)), message: 'is required', breaks: true }));
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `spec.replicas`; keys with dots in brackets, as `metadata.labels["app.kubernetes.io/name"]`. */
function join(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}
