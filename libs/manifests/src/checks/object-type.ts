import { parseForm, type Form } from './form.ts';
import type { Shapes } from './shape.ts';
import data from './shapes.json' with { type: 'json' };
import { versions } from './versions.ts';

/** A type of `shapes.json`, read. */
export interface ObjectType {
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  readonly required: readonly string[];
}

/** One field of a type. */
export interface Field {
  readonly form: Form;
  /** The minor version that brought it; absent where it is older than all that we know. */
  readonly since?: number;
}

const shapes: Shapes = data;

/** By `apps/v1 Deployment`: the name of its type. */
export const kinds: ReadonlyMap<string, string> = new Map(Object.entries(shapes.kinds));

/** By name. */
export const types: ReadonlyMap<string, ObjectType> = new Map(
  Object.entries(shapes.types).map(([name, fields]) => [name, objectType(name, fields)]),
);

function objectType(name: string, forms: Readonly<Record<string, string>>): ObjectType {
  const since = versions.fields[name] ?? {};
  const fields = Object.entries(forms).map(([key, form]) => {
    const field = key.replace(/!$/, '');
    const minor = since[field];
    return [field, { form: parseForm(form), ...(minor === undefined ? {} : { since: minor }) }] as const;
  });
  const required = Object.keys(forms).filter((key) => key.endsWith('!'));
  return { name, fields: new Map(fields), required: required.map((key) => key.slice(0, -1)).filter(isSaid) };
}

/** A template inside of an object may do without apiVersion and kind, which its place already says. */
function isSaid(field: string): boolean {
  return field !== 'apiVersion' && field !== 'kind';
}
