import type * as z from 'zod';

import { Expr, type Node, type Shape, type ValueType } from './expr.ts';
import type { Holes } from './templated.ts';

/** The parts of a zod schema's definition that say what shape its values have. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly innerType?: z.ZodType;
  readonly element?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly format?: string;
}

/**
 * Typed holes for every leaf of a values schema: `holes(Values).replicas.backend` is an `Expr<number>`.
 *
 * @throws TypeError for a schema that a chart cannot express (unions, fractions, transforms, dates, …)
 */
export function holes<S extends z.ZodType>(schema: S): Holes<z.infer<S>> {
  const shape = shapeOf(schema, [], true);
  return holesOf(shape, (path, of) => ({ op: 'value', path, shape: of })) as Holes<z.infer<S>>;
}

/** One hole for a leaf; for a map with fixed keys, a map of its holes. */
export function holesOf(
  shape: Shape,
  node: (path: readonly string[], shape: Shape) => Node,
  path: readonly string[] = [],
): unknown {
  if (!shape.fields) return new Expr(node(path, shape));
  const entries = Object.entries(shape.fields).map(([key, field]) => [key, holesOf(field, node, [...path, key])]);
  return Object.fromEntries(entries);
}

const SCALARS: Readonly<Record<string, ValueType>> = {
  string: 'string',
  enum: 'string',
  boolean: 'boolean',
};

function shapeOf(schema: z.ZodType, path: readonly string[], defaults: boolean): Shape {
  const { type, shape, innerType, element, valueType } = schema.def as unknown as Definition;
  if (type === 'default' || type === 'prefault') {
    if (!defaults) throw cannot('a default inside of a list or of a free map', path, 'Helm would not fill it in');
    return shapeOf(innerType as z.ZodType, path, defaults);
  }
  if (shape) {
    const fields = Object.entries(shape).map(([key, field]) => [key, shapeOf(field, [...path, key], defaults)]);
    return { type: 'json', fields: Object.fromEntries(fields) as Record<string, Shape> };
  }
  if (type === 'number') return { type: integer(schema, path) };
  if (type === 'array' || type === 'record') return listOrMap(element ?? valueType, path);
  const scalar = SCALARS[type];
  if (!scalar) throw cannot(type, path, 'a chart has no such hole');
  return { type: scalar };
}

/** What has no shape of its own (see `opaque`) is one hole with unknown insides. */
function listOrMap(element: z.ZodType | undefined, path: readonly string[]): Shape {
  if (!element || (element.def as unknown as Definition).type === 'lazy') return { type: 'json' };
  return { type: 'json', element: shapeOf(element, [...path, '*'], false) };
}

function integer(schema: z.ZodType, path: readonly string[]): ValueType {
  if ((schema as unknown as { isInt?: boolean }).isInt) return 'integer';
  throw cannot('a number with a fraction', path, 'write z.int(), or a string such as a quantity');
}

function cannot(what: string, path: readonly string[], because: string): TypeError {
  return new TypeError(`Values may not hold ${what} at ${path.join('.') || 'their root'}: ${because}.`);
}
