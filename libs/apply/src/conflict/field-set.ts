import { isObject, type JsonObject } from '../json.ts';

/**
 * A set of fields as the API server writes it down (FieldsV1), a trie: `f:name` a field, `k:{…}` a list item by its
 * keys, `v:…` a member of a set, `i:0` an item by its place, `.` the thing itself. A branch without branches is a field
 * that is owned as a whole.
 */
export type FieldSet = JsonObject;

/** Where a field is: the steps from the root of a {@link FieldSet}. */
export type FieldPath = readonly string[];

/** Whether an entry of `managedFields` is the one that this manager's applies write. */
export function isAppliedBy(entry: JsonObject, manager: string): boolean {
  return entry['manager'] === manager && entry['operation'] === 'Apply' && !entry['subresource'];
}

/** The branch of a step; empty when there is none. */
export function branch(fields: FieldSet, step: string): FieldSet {
  const inner = fields[step];
  return isObject(inner) ? inner : {};
}

/** The branch of a path; `undefined` when the set has nothing there. */
export function branchAt(fields: FieldSet, path: FieldPath): FieldSet | undefined {
  let here: unknown = fields;
  for (const step of path) here = isObject(here) ? here[step] : undefined;
  return isObject(here) ? here : undefined;
}

/** What is in either set. */
export function union(a: FieldSet, b: FieldSet): FieldSet {
  const steps = new Set([...Object.keys(a), ...Object.keys(b)]);
  return Object.fromEntries([...steps].map((step) => [step, union(branch(a, step), branch(b, step))]));
}

/** What is in `a` and in no part of `b`; a thing of which `b` has a part is not in it as a whole. */
export function difference(a: FieldSet, b: FieldSet): FieldSet {
  const left = Object.keys(a).flatMap((step): [string, FieldSet][] => {
    if (step === '.') return [];
    if (b[step] === undefined) return [[step, branch(a, step)]];
    const inner = difference(branch(a, step), branch(b, step));
    return Object.keys(inner).length > 0 ? [[step, inner]] : [];
  });
  return Object.fromEntries(left);
}

/** The set that has `inner` at a path and nothing else. */
export function nested([step, ...rest]: FieldPath, inner: FieldSet): FieldSet {
  return step === undefined ? inner : { [step]: nested(rest, inner) };
}

/** The set without all that is at a path; what is empty then goes too, as an empty branch would mean the whole. */
export function cut(fields: FieldSet, [step, ...rest]: FieldPath): FieldSet {
  if (step === undefined || fields[step] === undefined) return fields;
  const { [step]: _cut, ...others } = fields;
  const inner = rest.length === 0 ? {} : cut(branch(fields, step), rest);
  return Object.keys(inner).length === 0 ? others : { ...fields, [step]: inner };
}

/** All fields of a value, lists as a whole. */
export function fieldsOf(value: unknown): FieldSet {
  if (!isObject(value) || Object.keys(value).length === 0) return {};
  const fields = Object.entries(value).map(([name, inner]) => [`f:${name}`, fieldsOf(inner)]);
  return { '.': {}, ...Object.fromEntries(fields) };
}

/** A path in the server's own notation: `.spec.containers[name="app"].image`. */
export function fieldText(path: FieldPath): string {
  return path.map((step) => stepText(step)).join('');
}

function stepText(step: string): string {
  const name = step.slice(2);
  if (step.startsWith('f:')) return `.${name}`;
  if (step.startsWith('i:')) return `[${name}]`;
  if (step.startsWith('v:')) return `[=${name}]`;
  const keys: unknown = JSON.parse(name);
  const pairs = Object.entries(isObject(keys) ? keys : {}).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
  return `[${pairs.join(',')}]`;
}
