import * as z from 'zod';

/**
 * A text of `min` to `max` characters (code points, as Postgres and JSON Schema count them) that UTF-8 and Postgres can keep:
 * no NUL, no half of a surrogate pair. White space at its ends is taken off first where `trim` says so.
 */
export function text(limits: {
  readonly min?: number;
  readonly max: number;
  readonly trim?: boolean;
  readonly lowerCase?: boolean;
}): z.ZodString {
  const { min = 0, max } = limits;
  const trimmed = limits.trim ? z.string().trim() : z.string();
  return (limits.lowerCase ? trimmed.toLowerCase() : trimmed)
    .refine((value) => value.isWellFormed() && !value.includes('\0'), 'must be text without NUL and lone surrogates')
    .refine((value) => charactersOf(value) <= max, `must have at most ${max} characters`)
    .refine((value) => charactersOf(value) >= min, `must have at least ${min} characters`)
    .meta({ maxLength: max, ...(min > 0 && { minLength: min }), pattern: limits.trim && min > 0 ? VISIBLE : STORABLE });
}

/** The same for readers of the JSON Schema, who know no refinements. */
const STORABLE = '^[^\\u0000]*$';
const VISIBLE = '^[^\\u0000]*\\S[^\\u0000]*$';

function charactersOf(value: string): number {
  let count = 0;
  for (const _ of value) count++;
  return count;
}
