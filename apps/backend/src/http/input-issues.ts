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
  return error.issues.flatMap((issue) => flatten(issue, [part])).slice(0, MAX_ISSUES);
}

function flatten(issue: z.core.$ZodIssue, above: readonly PropertyKey[]): readonly InputIssue[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.slice(0, MAX_ISSUES).map((key) => issueAt([...path, key], 'is not known here'));
  // Of several shapes, the one that fits best is likely meant.
  const [closest] = issue.code === 'invalid_union' ? issue.errors.toSorted((a, b) => a.length - b.length) : [];
  if (closest) return closest.flatMap((inner) => flatten(inner, path));
  return [issueAt(path, issue.message)];
}

function issueAt(path: readonly PropertyKey[], message: string): InputIssue {
  return { path: path.map(String).join('.').slice(0, MAX_PATH).toWellFormed(), message };
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
