import type * as z from 'zod';
import type { InputIssue } from './api-problem.ts';

/** Enough to mend an input by; an answer must not grow with what was sent. */
const MAX_ISSUES = 20;
const MAX_PATH = 100;

/**
 * What zod found, for the client: where and which rule, never the value.
 *
 * @param part `path`, `query` or `body`
 */
export function inputIssues(part: string, error: z.ZodError): readonly InputIssue[] {
  return error.issues.slice(0, MAX_ISSUES).map((issue) => {
    const path = [part, ...issue.path.map(String)].join('.');
    return { path: path.slice(0, MAX_PATH).toWellFormed(), message: messageOf(issue) };
  });
}

/** zod names unknown keys in its message; they are the client's text, and may be of any length. */
function messageOf(issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') return 'has a field that is not known here';
  return issue.message;
}

/**
 * Finds text that can't be kept: NUL is refused by Postgres, half of a surrogate pair has no UTF-8.
 *
 * @param value parsed already, so that its depth is bounded by a schema
 */
export function unkeepableText(value: unknown, path: string): InputIssue | undefined {
  if (typeof value === 'string') {
    if (value.isWellFormed() && !value.includes('\0')) return undefined;
    return { path, message: 'must be text without NUL and lone surrogates' };
  }
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, part] of Object.entries(value)) {
    const issue = unkeepableText(part, `${path}.${key}`);
    if (issue) return issue;
  }
  return undefined;
}
