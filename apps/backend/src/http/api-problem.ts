import type { Context } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import * as z from 'zod';

/** What a client can act on, beyond the status. */
export type ProblemCode =
  | 'NO_TOKEN'
  | 'BAD_TOKEN'
  | 'EXPIRED_TOKEN'
  | 'NOT_YOURS'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'IN_PROGRESS'
  | 'VERSION_CONFLICT'
  | 'BODY_TOO_LARGE'
  | 'NOT_JSON'
  | 'MALFORMED'
  | 'INVALID'
  | 'TOO_MANY_REQUESTS'
  | 'UNAVAILABLE';

/** One thing that is wrong with the input. `path` is where, as in `query.limit` or `body.tags.0`; no value is repeated. */
export interface InputIssue {
  readonly path: string;
  readonly message: string;
}

/** An error for a client, as the OpenAPI document describes it. */
export const problemSchema = z
  .looseObject({
    type: z.string().describe('Always `about:blank`: status and title say the kind, `code` says it for programs.'),
    title: z.string(),
    status: z.int().min(400).max(599),
    code: z.string().optional().describe('The kind of problem, for programs.'),
    detail: z.string().optional().describe('What was wrong, for people.'),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('With 422: what is wrong with the input, and where.'),
  })
  .meta({ id: 'Problem', description: 'An error, as RFC 9457 has it.' });

/** What a problem is made of. */
export interface ProblemFields {
  readonly title: string;
  readonly detail?: string;
  readonly errors?: readonly InputIssue[];
  /** Further headers of the answer, in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Thrown anywhere below a route; the client gets it as `application/problem+json`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly status: ContentfulStatusCode;
  readonly code: ProblemCode;
  readonly fields: ProblemFields;

  constructor(status: ContentfulStatusCode, code: ProblemCode, fields: ProblemFields) {
    super(fields.detail ?? fields.title);
    this.status = status;
    this.code = code;
    this.fields = fields;
  }
}

/**
 * Answers with a problem document.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function answerProblem(c: Context, { status, code, fields }: ApiProblem): Response {
  const { title, detail, errors, headers } = fields;
  const body = { type: 'about:blank', title, status, code, ...(detail && { detail }), ...(errors && { errors }) };
  return c.body(JSON.stringify(body), status, {
    'content-type': 'application/problem+json',
    'cache-control': 'no-store',
    ...headers,
  });
}

/** A thing that is not there, and one that is somebody else's, look the same: numbers must not tell who has what. */
export function notFound(what: string): ApiProblem {
  return new ApiProblem(404, 'NOT_FOUND', { title: 'Not found', detail: `There is no ${what} with this number.` });
}

/** The input does not fit its schema. */
export function invalid(errors: readonly InputIssue[]): ApiProblem {
  const detail = errors.map(({ path, message }) => `${path}: ${message}`).join('; ');
  return new ApiProblem(422, 'INVALID', { title: 'Unprocessable content', detail, errors });
}
