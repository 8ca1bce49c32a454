import type * as z from 'zod';
import { Expr, type ValueType } from './expr.ts';
import type { Holes } from './templated.ts';

/** The parts of a zod schema's definition that say what shape its values have. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
}

const LEAVES: Readonly<Record<string, ValueType>> = {
  string: 'string',
  enum: 'string',
  number: 'integer',
  boolean: 'boolean',
  record: 'json',
  array: 'json',
};

/**
 * Typed holes for every leaf of a values schema: `holes(Values).replicas.backend` is an `Expr<number>`.
 *
 * @throws TypeError for a schema that a chart cannot express (unions, transforms, dates, …)
 */
export function holes<S extends z.ZodType>(schema: S): Holes<z.infer<S>> {
  return at(schema, []) as Holes<z.infer<S>>;
}

function at(schema: z.ZodType, path: readonly string[]): unknown {
  const { type, shape, innerType } = schema.def as unknown as Definition;
  if (innerType) return at(innerType, path);
  if (shape) return Object.fromEntries(Object.entries(shape).map(([key, inner]) => [key, at(inner, [...path, key])]));
  const leaf = LEAVES[type];
  if (!leaf)
    throw new TypeError(`Values may not hold ${type} at ${path.join('.') || 'their root'}: a chart has no such hole.`);
  return new Expr({ op: 'value', path, type: leaf });
}
