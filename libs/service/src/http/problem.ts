import type { Context } from 'hono';
import type { ContentfulStatusCode, StatusCode } from 'hono/utils/http-status';

/** An error for a client, as RFC 9457 has it. */
export interface Problem {
  readonly status: StatusCode;
  readonly title: string;
  readonly detail?: string;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfterSeconds?: number;
}

/**
 * Answers with `application/problem+json`.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(c: Context, { status, title, detail, retryAfterSeconds }: Problem): Response {
  const body = JSON.stringify({ type: 'about:blank', title, status, ...(detail ? { detail } : {}) });
  const retry = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) };
  return c.body(body, status as ContentfulStatusCode, { 'content-type': 'application/problem+json', ...retry });
}
