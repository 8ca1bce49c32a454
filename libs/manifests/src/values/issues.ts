import type * as z from 'zod';
import type { ValueIssue } from '../error.ts';

/** Values below this key are secret: they never become part of an issue. */
const SECRETS = 'secrets';

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
    const value = path[0] === SECRETS ? undefined : valueAt(values, path);
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
      return issue.origin === 'string'
        ? `must have at least ${issue.minimum} character(s)`
        : `must be ${issue.minimum} or more`;
    case 'too_big':
      return issue.origin === 'string'
        ? `must have at most ${issue.maximum} characters`
        : `must be ${issue.maximum} or less`;
    case 'invalid_format':
      return issue.message.startsWith('Invalid') ? `must match ${issue.pattern ?? issue.format}` : issue.message;
    default:
      return issue.message;
  }
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

/** The description of the schema at a path, looking through defaults. */
function describeAt(schema: z.ZodType, path: readonly string[]): string | undefined {
  for (let at = schemaAt(schema, path); at; at = innerOf(at)) if (at.description) return at.description;
  return undefined;
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

function valueAt(values: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<string, unknown> | undefined)?.[key], values);
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
