import { tracedFetch } from '@todo/service/context';

/** Belong to one connection, not to the message; RFC 9110 section 7.6.1. The body's framing is ours to make anew. */
const OF_THE_CONNECTION = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
  'host',
  'content-length',
  'content-encoding',
];

/** The backend has no use for them: it knows people by their tokens alone. */
const NOT_FOR_THE_BACKEND = ['cookie', 'accept-encoding'];

const MAX_BODY_BYTES = 1024 * 1024;
const RETRY_SECONDS = '2';

/**
 * Hands a request on to the backend and its answer back, both as streams: where there is no ingress, browsers reach the backend
 * through here. A browser that goes away ends the request there, too.
 *
 * @param backendUrl address of the backend, without a path
 */
export async function forward(request: Request, backendUrl: string): Promise<Response> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY_BYTES) return problem(413, 'Content Too Large');
  const { pathname, search } = new URL(request.url);
  // Set part by part: as an address relative to the backend's, `//host/…` would be another host's.
  const target = new URL(backendUrl);
  Object.assign(target, { pathname, search });
  const headers = without(request.headers, [...OF_THE_CONNECTION, ...NOT_FOR_THE_BACKEND]);
  const { method, body, signal } = request;
  try {
    const answer = await tracedFetch(target, {
      method,
      headers,
      signal,
      redirect: 'manual',
      ...(body ? { body: limited(body), duplex: 'half' } : {}),
    });
    return new Response(answer.body, {
      status: answer.status,
      statusText: answer.statusText,
      headers: without(answer.headers, OF_THE_CONNECTION),
    });
  } catch (error) {
    if (error instanceof Error && error.cause instanceof BodyTooLarge) return problem(413, 'Content Too Large');
    if (error instanceof BodyTooLarge) return problem(413, 'Content Too Large');
    return problem(503, 'Service unavailable', { 'retry-after': RETRY_SECONDS });
  }
}

function without(headers: Headers, names: readonly string[]): Headers {
  const kept = new Headers(headers);
  const listed = headers.get('connection')?.split(',') ?? [];
  for (const name of [...names, ...listed.map((text) => text.trim())]) if (name !== '') kept.delete(name);
  return kept;
}

/** A body without a length in front may still be too long. */
class BodyTooLarge extends Error {}

function limited(body: ReadableStream<Uint8Array>): ReadableStream<Uint8Array> {
  let bytes = 0;
  const count = new TransformStream<Uint8Array, Uint8Array>({
    transform(chunk, controller) {
      bytes += chunk.byteLength;
      if (bytes > MAX_BODY_BYTES) controller.error(new BodyTooLarge());
      else controller.enqueue(chunk);
    },
  });
  return body.pipeThrough(count);
}

function problem(status: number, title: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(JSON.stringify({ type: 'about:blank', title, status }), {
    status,
    headers: { 'content-type': 'application/problem+json', 'cache-control': 'no-store', ...headers },
  });
}
