import type * as z from 'zod';
import type { ValueIssue } from '../error.ts';
import { isMap } from './merge.ts';

/** Whether a value is secret, and must never become part of an issue: so are all below `secrets`. */
export function isSecret(path: readonly string[]): boolean {
  return path[0] === 'secrets';
}

/**
 * Says zod's issues in our words: path, value, rule, and how to mend it. The schema's own `describe` is the manual.
 */
export function valueIssues(
  schema: z.ZodType,
  values: unknown,
  issues: readonly z.core.$ZodIssue[],
): readonly ValueIssue[] {
  return issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => unknownKey(schema, path, key));
    const value = isSecret(path) ? undefined : valueAt(values, path);
    return [
      {
        path: path.join('.'),
        ...(value === undefined ? {} : { value }),
        rule: ruleOf(issue),
        fix: fixOf(schema, path, issue, value),
      },
    ];
  });
}

function unknownKey(schema: z.ZodType, path: readonly string[], key: string): ValueIssue {
  const known = Object.keys(shapeOf(schemaAt(schema, path)) ?? {});
  return {
    path: [...path, key].join('.'),
    rule: 'is not a key that the values have',
    fix: `use one of ${known.join(', ')}`,
  };
}

function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${named(issue.expected)}`;
    case 'invalid_value':
      return `must be one of ${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
    case 'too_small':
      return `must ${limit(issue.origin, 'at least', 'or more', Number(issue.minimum))}`;
    case 'too_big':
      return `must ${limit(issue.origin, 'at most', 'or less', Number(issue.maximum))}`;
    case 'invalid_key':
      return `must have a good name: ${issue.issues[0]?.message ?? issue.message}`;
    case 'invalid_union':
      return 'must be a text without control characters, a whole number, true or false, a list or a map';
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `must match ${issue.pattern ?? issue.format}` : issue.message;
    default:
      return issue.message;
  }
}

/** `have at least 3 characters` or `be 3 or more`, by what is measured. */
function limit(origin: string, most: string, more: string, amount: number): string {
  const unit = { string: 'character', array: 'item', record: 'entry' }[origin];
  if (unit === undefined) return `be ${amount} ${more}`;
  const many = unit === 'entry' ? 'entries' : `${unit}s`;
  return `have ${most} ${amount} ${amount === 1 ? unit : many}`;
}

function fixOf(schema: z.ZodType, path: readonly string[], issue: z.core.$ZodIssue, value: unknown): string {
  const about = describeAt(schema, path);
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'string' &&
    value !== undefined &&
    typeof value !== 'object'
  ) {
    return `quote it: ${JSON.stringify(`${value as number | boolean}`)}`;
  }
  if (
    issue.code === 'invalid_type' &&
    issue.expected === 'number' &&
    typeof value === 'string' &&
    Number.isFinite(Number(value))
  ) {
    return `write it without quotes: ${Number(value)}`;
  }
  return about ?? 'see the values schema for what is allowed';
}

/** The description of the schema at a path, or of the nearest one around it, looking through defaults. */
function describeAt(schema: z.ZodType, path: readonly string[]): string | undefined {
  for (let at = schemaAt(schema, path); at; at = innerOf(at)) if (at.description) return at.description;
  return path.length === 0 ? undefined : describeAt(schema, path.slice(0, -1));
}

function schemaAt(schema: z.ZodType, path: readonly string[]): z.ZodType | undefined {
  return path.reduce<z.ZodType | undefined>((at, key) => at && shapeOf(at)?.[key], schema);
}

function shapeOf(schema: z.ZodType | undefined): Readonly<Record<string, z.ZodType>> | undefined {
  if (!schema) return undefined;
  const { shape } = schema.def as { shape?: Record<string, z.ZodType> };
  return shape ?? shapeOf(innerOf(schema));
}

function innerOf(schema: z.ZodType): z.ZodType | undefined {
  return (schema.def as { innerType?: z.ZodType }).innerType;
}

/** The value at a path; undefined where there is none. */
export function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (isMap(at) || Array.isArray(at) ? (at as Readonly<Record<string, unknown>>)[key] : undefined),
    values,
  );
}

/** zod's names of types, as people say them. */
const TYPES: Readonly<Record<string, string>> = {
  int: 'a whole number',
  array: 'a list',
  object: 'a map',
  record: 'a map',
};

function named(type: string): string {
  return TYPES[type] ?? `a ${type}`;
}
