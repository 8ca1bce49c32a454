import { parseQuantity, type KubeObject } from '@nx-kube/kube';
import type { Form, ScalarName } from './form.ts';
import type { Fault, Report, Rule } from './issue.ts';
import { nearest } from './nearest.ts';
import { kinds, types, type ObjectType } from './object-type.ts';
import { formatPlace, type Place } from './path.ts';

/** What is told about one object. */
interface Walk {
  readonly report: Report;
  /** Minor version of the oldest Kubernetes that has to take the object. */
  readonly oldest: number;
  /** Set where a value is not of its type, so that other checks would stumble. */
  broken: boolean;
}

/** Whether other checks can read an object; of kinds that we do not know (custom resources), only the metadata counts. */
export type Shape = 'sound' | 'broken' | 'custom';

/**
 * Compares an object with the fields of its kind: unknown and missing fields, wrong types, texts outside of an
 * enumeration, quantities that are none, fields that are too new.
 */
export function checkShape(object: KubeObject, oldest: number, report: Report): Shape {
  const type = types.get(kinds.get(`${object.apiVersion} ${object.kind}`) ?? '');
  const walk: Walk = { report, oldest, broken: false };
  if (type) fieldFaults(object, type, undefined, walk);
  else check(object.metadata, { type: 'object', name: 'ObjectMeta' }, { up: undefined, key: 'metadata' }, walk);
  if (!(object.metadata as unknown)) missing({ up: undefined, key: 'metadata' }, object.kind, walk);
  else if (!object.metadata.name) missing({ up: { up: undefined, key: 'metadata' }, key: 'name' }, object.kind, walk);
  if (walk.broken) return 'broken';
  return type ? 'sound' : 'custom';
}

function check(value: unknown, form: Form, place: Place, walk: Walk): void {
  if (form.type === 'any' || value === undefined) return;
  if (value === null) return broken(walk, place, 'schema/null', 'must not be null', 'leave the field out');
  switch (form.type) {
    case 'scalar':
      return scalarFaults(value, form.name, place, walk);
    case 'enum':
      if (typeof value === 'string' && form.allowed.has(value)) return;
      if (typeof value !== 'string') walk.broken = true;
      return say(walk, place, value, 'schema/enum', enumFault(value, form.allowed));
    case 'list':
      if (!Array.isArray(value)) return broken(walk, place, 'schema/type', 'must be a list', 'write a list');
      for (let index = 0; index < value.length; index += 1)
        check(value[index], form.of, { up: place, key: index }, walk);
      return;
    case 'map':
      if (!isMap(value)) return broken(walk, place, 'schema/type', 'must be a map', 'write a map');
      for (const key of Object.keys(value)) check(value[key], form.of, { up: place, key }, walk);
      return;
    case 'object': {
      const type = types.get(form.name);
      return type && fieldFaults(value, type, place, walk);
    }
    default:
      return form satisfies never;
  }
}

function fieldFaults(value: unknown, type: ObjectType, place: Place | undefined, walk: Walk): void {
  if (!isMap(value)) return broken(walk, place, 'schema/type', 'must be a map', `write the fields of ${type.name}`);
  for (const key of Object.keys(value)) {
    const field = type.fields.get(key);
    const at = { up: place, key };
    if (!field) unknownField(at, type, walk);
    else if (field.since !== undefined && field.since > walk.oldest) newerField(at, field.since, walk);
    else check(value[key], field.form, at, walk);
  }
  for (const field of type.required) {
    if (value[field] === undefined) missing({ up: place, key: field }, type.name, walk);
  }
}

function missing(place: Place, type: string, walk: Walk): void {
  broken(walk, place, 'schema/required', 'is required', `set it: ${type} has to have it`);
}

function unknownField(place: Place, type: ObjectType, walk: Walk): void {
  const near = nearest(String(place.key), [...type.fields.keys()]);
  const fix = near ? `did you mean ${near}?` : `take it out; ${type.name} has ${[...type.fields.keys()].join(', ')}`;
  say(walk, place, undefined, 'schema/unknown-field', { message: `is not a field of ${type.name}`, fix });
}

function newerField(place: Place, since: number, walk: Walk): void {
  say(walk, place, undefined, 'version/newer-field', {
    message: `came with Kubernetes 1.${since}, and the objects have to run on 1.${walk.oldest}`,
    fix: `leave it out, or promise no Kubernetes before 1.${since} (kubeVersion of the stack)`,
  });
}

const SCALARS: Readonly<Record<ScalarName, { readonly what: string; readonly test: (value: unknown) => boolean }>> = {
  string: { what: 'a string', test: (value) => typeof value === 'string' },
  boolean: { what: 'a boolean', test: (value) => typeof value === 'boolean' },
  integer: { what: 'a whole number', test: (value) => Number.isSafeInteger(value) },
  intOrString: {
    what: 'a whole number or a string',
    test: (value) => typeof value === 'string' || Number.isSafeInteger(value),
  },
  quantity: { what: 'a quantity such as "500m" or "256Mi"', test: isQuantity },
};

function scalarFaults(value: unknown, name: ScalarName, place: Place, walk: Walk): void {
  const { what, test } = SCALARS[name];
  if (test(value)) return;
  if (name !== 'quantity' || (typeof value !== 'string' && typeof value !== 'number')) walk.broken = true;
  const rule = name === 'quantity' ? 'schema/quantity' : 'schema/type';
  const quoted = name === 'string' && (typeof value === 'number' || typeof value === 'boolean');
  // The value may be a secret: no fix repeats it.
  const fix = quoted ? 'write it in quotes' : `write ${what}`;
  say(walk, place, value, rule, { message: `must be ${what}`, fix });
}

function isQuantity(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'string') return false;
  try {
    return Number.isFinite(parseQuantity(value));
  } catch {
    return false;
  }
}

function enumFault(value: unknown, allowed: ReadonlySet<string>): { message: string; fix: string } {
  const texts = [...allowed].map((text) => JSON.stringify(text));
  const near = typeof value === 'string' ? nearest(value, [...allowed]) : undefined;
  const message = `must be ${texts.length > 1 ? 'one of ' : ''}${texts.join(', ')}`;
  return { message, fix: near ? `did you mean "${near}"?` : `write ${texts.join(' or ')}` };
}

function broken(walk: Walk, place: Place | undefined, rule: Rule, message: string, fix: string): void {
  walk.broken = true;
  say(walk, place, undefined, rule, { message, fix });
}

function say(
  walk: Walk,
  place: Place | undefined,
  value: unknown,
  rule: Rule,
  words: Pick<Fault, 'message' | 'fix'>,
): void {
  walk.report({ path: formatPlace(place), ...(value === undefined ? {} : { value }), rule, ...words });
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
