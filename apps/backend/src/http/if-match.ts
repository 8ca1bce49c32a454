import type { Context } from 'hono';
import { ApiProblem } from './api-problem.ts';

/** What `If-Match` asks for: nothing, any version, or one of these. */
export type IfMatch =
  | { readonly type: 'absent' }
  | { readonly type: 'any' }
  | { readonly type: 'one-of'; readonly versions: readonly number[] };

const OPAQUE_TAG = /^(?:W\/)?"[\x21\x23-\x7E\x80-\xFF]*"$/;
const OUR_TAG = /^"([1-9]\d{0,14})"$/;
const MAX_TAGS = 20;

/** The ETag of a version; a strong one, as the version grows with every change. */
export function etag(version: number): string {
  return `"${version}"`;
}

/**
 * Reads `If-Match`. A weak tag never matches, as the comparison is the strong one; nor does a tag that we never gave.
 *
 * @throws ApiProblem 400 when it is not a list of entity tags
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-if-match
 */
export function parseIfMatch(header: string | undefined): IfMatch {
  if (header === undefined) return { type: 'absent' };
  if (header.trim() === '*') return { type: 'any' };
  const tags = header.split(',').map((text) => text.trim());
  if (tags.length > MAX_TAGS || !tags.every((tag) => OPAQUE_TAG.test(tag))) {
    const detail = 'If-Match is `*` or a list of entity tags such as "3", with their quotes.';
    throw new ApiProblem(400, 'MALFORMED', { title: 'Bad request', detail });
  }
  const versions = tags.flatMap((tag) => OUR_TAG.exec(tag)?.slice(1).map(Number) ?? []);
  return { type: 'one-of', versions };
}

/**
 * The one version that a change may start from; undefined for any.
 *
 * @param current reads the present version, and throws when there is none: a missing thing is 404, whatever the condition
 * @throws ApiProblem 400, 412
 */
export async function versionWanted(c: Context, current: () => Promise<number>): Promise<number | undefined> {
  const wanted = parseIfMatch(c.req.header('if-match'));
  if (wanted.type !== 'one-of') return undefined;
  const [first, ...more] = wanted.versions;
  if (first !== undefined && more.length === 0) return first;
  const version = await current();
  if (wanted.versions.includes(version)) return version;
  throw new ApiProblem(412, 'VERSION_CONFLICT', {
    title: 'Precondition failed',
    detail: `It has another version by now: ${version}. Read it again and repeat the change.`,
  });
}
