import type * as z from 'zod';
import type { ValueIssue } from '../error.ts';
import { leavesOf, type Leaf } from './leaves.ts';
import { excludesAstral, portablePattern } from './pattern.ts';

/** The parts of a zod schema's definition that hold other schemas, or checks. */
interface Definition {
  readonly type: string;
  readonly element?: z.ZodType;
  readonly keyType?: z.ZodType;
  readonly valueType?: z.ZodType;
  readonly shape?: Readonly<Record<string, z.ZodType>>;
  readonly options?: readonly z.ZodType[];
  readonly getter?: () => z.ZodType;
  readonly checks?: readonly { readonly _zod: { readonly def: Check } }[];
  /** A schema such as `z.email()` is its own check. */
  readonly check?: string;
  readonly format?: string;
}

interface Check {
  readonly check: string;
  readonly format?: string;
  readonly pattern?: RegExp;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly length?: number;
}

/**
 * What a values schema says that Helm would check otherwise, or not at all: everything at once. Shapes that a chart has
 * no hole for were refused by `defineStack`.
 */
export function checkSchema(schema: z.ZodType): readonly ValueIssue[] {
  return leavesOf(schema).flatMap((leaf) => [
    ...missingDescription(leaf),
    ...checked(leaf.schema, leaf.path.join('.'), new Set()),
  ]);
}

function missingDescription({ path, describe }: Leaf): readonly ValueIssue[] {
  if (describe) return [];
  const rule = 'must say what it is for: values.yaml and the README are made from it';
  return [{ path: path.join('.'), rule, fix: "add .describe('…') to its schema" }];
}

/** A schema and all within; one that holds itself is looked at once. */
function checked(schema: z.ZodType, path: string, seen: Set<z.ZodType>): readonly ValueIssue[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const def = schema.def as unknown as Definition;
  const inside = [def.element, def.keyType, def.valueType, def.getter?.(), ...(def.options ?? [])];
  return [
    ...own(def, path),
    ...inside.flatMap((inner) => (inner ? checked(inner, `${path}.*`, seen) : [])),
    ...Object.entries(def.shape ?? {}).flatMap(([key, field]) => checked(field, `${path}.${key}`, seen)),
  ];
}

function own({ type, check, format, checks = [] }: Definition, path: string): readonly ValueIssue[] {
  if (type === 'string' && check) return [unknownCheck(path, format ?? check)];
  const defs = checks.map(({ _zod }) => _zod.def);
  return [...defs.flatMap((def) => oneCheck(def, path)), ...(type === 'string' ? lengths(defs, path) : [])];
}

/** Checks that mean the same in a JSON schema. Lengths are looked at apart. */
const SAME = new Set([
  'min_length',
  'max_length',
  'length_equals',
  'greater_than',
  'less_than',
  'number_format',
  'min_size',
  'max_size',
]);

function oneCheck({ check, format, pattern }: Check, path: string): readonly ValueIssue[] {
  if (SAME.has(check)) return [];
  if (format !== 'regex' || !pattern) return [unknownCheck(path, format ?? check)];
  const made = portablePattern(pattern);
  if (made.type === 'portable') return [];
  return [{ path, value: String(pattern), rule: `must mean the same to Go: ${made.problem}`, fix: made.fix }];
}

function unknownCheck(path: string, check: string): ValueIssue {
  return {
    path,
    rule: `must not be checked by ${check}, which Helm would check otherwise or not at all`,
    fix: 'use a regex, min and max',
  };
}

/** JavaScript counts UTF-16 units, a JSON schema characters: they differ beyond U+FFFF. One is one of either. */
function lengths(checks: readonly Check[], path: string): readonly ValueIssue[] {
  const counted = checks.some(({ minimum = 0, maximum, length }) => minimum > 1 || maximum || length);
  if (!counted || checks.some(({ pattern }) => pattern && excludesAstral(pattern))) return [];
  return [
    {
      path,
      rule: 'has a length, and must have a pattern that keeps out characters beyond U+FFFF, which Helm counts otherwise',
      fix: 'add a regex such as /^[ -~]*$/, from start to end and without negated classes',
    },
  ];
}
