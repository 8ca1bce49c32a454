/** An error for a client, as RFC 9457 has it. */
export interface Problem {
  readonly status: number;
  readonly title: string;
  readonly detail?: string;
  /** Seconds after which it makes sense to try again. */
  readonly retryAfter?: string | null;
}

/** Answers with `application/problem+json`, which no cache keeps. */
export function problem({ status, title, detail, retryAfter }: Problem): Response {
  const body = { type: 'about:blank', title, status, ...(detail !== undefined && { detail }) };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(retryAfter && { 'retry-after': retryAfter }),
    },
  });
}
