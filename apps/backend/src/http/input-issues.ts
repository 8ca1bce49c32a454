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
  const issue = (path: readonly PropertyKey[], message: string): InputIssue => ({
    path: [part, ...path.map(String)].join('.').slice(0, MAX_PATH).toWellFormed(),
    message,
  });
  return error.issues
    .flatMap((found) =>
      found.code === 'unrecognized_keys'
        ? found.keys.slice(0, MAX_ISSUES).map((key) => issue([...found.path, key], 'is not known here'))
        : [issue(found.path, found.message)],
    )
    .slice(0, MAX_ISSUES);
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
