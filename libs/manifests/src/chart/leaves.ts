import type * as z from 'zod';

/** One value that people can set: a scalar, or a map or list that is given as a whole. */
export interface Leaf {
  /** Where in the values: `['ingress', 'host']`. */
  readonly path: readonly string[];
  /** For people: `string`, `integer`, `boolean`, `list`, `map`. */
  readonly type: string;
  /** What an enum allows. */
  readonly oneOf?: readonly string[];
  readonly describe: string | undefined;
  /** The schema without its default. */
  readonly schema: z.ZodType;
}

/** The parts of a zod schema's definition that say what is inside of it. */
interface Definition {
  readonly type: string;
  readonly innerType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly entries?: Readonly<Record<string, string>>;
}

const TYPES: Readonly<Record<string, string>> = { enum: 'string', number: 'integer', record: 'map', array: 'list' };

/** Every value of a schema that `defineStack` took, in the schema's own order. */
export function leavesOf(schema: z.ZodType, path: readonly string[] = [], outer?: string): readonly Leaf[] {
  const { type, innerType, shape, entries } = schema.def as unknown as Definition;
  const describe = outer ?? schema.description;
  if (innerType) return leavesOf(innerType, path, describe);
  if (shape) return Object.entries(shape).flatMap(([key, field]) => leavesOf(field, [...path, key]));
  const oneOf = entries ? { oneOf: Object.values(entries) } : {};
  return [{ path, type: TYPES[type] ?? type, ...oneOf, describe, schema }];
}

/** The description of a map with fixed keys, by its path joined with dots. */
export function sectionsOf(
  schema: z.ZodType,
  path: readonly string[] = [],
  outer?: string,
): ReadonlyMap<string, string> {
  const { innerType, shape } = schema.def as unknown as Definition;
  const describe = outer ?? schema.description;
  if (innerType) return sectionsOf(innerType, path, describe);
  if (!shape) return new Map();
  const inner = Object.entries(shape).flatMap(([key, field]) => [...sectionsOf(field, [...path, key])]);
  return new Map([...(describe === undefined ? [] : [[path.join('.'), describe] as const]), ...inner]);
}

/** The value at a path. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Readonly<Record<string, unknown>> | undefined)?.[key], values);
}
