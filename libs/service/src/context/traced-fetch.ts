import { currentRequest } from './request-context.ts';
import { REQUEST_ID_HEADER } from './request-id.ts';
import type { Span } from './span.ts';

/**
 * `fetch` for calls to other services: they get the id of the request that is being served, and their spans join its
 * trace. Elsewhere it is `fetch`.
 */
export async function tracedFetch(input: string | URL | Request, init: RequestInit = {}): Promise<Response> {
  const request = currentRequest();
  if (!request) return fetch(input, init);
  const span = request.span?.child(methodOf(input, init), 'client', addressOf(input));
  const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
  headers.set(REQUEST_ID_HEADER, request.requestId);
  for (const [name, value] of Object.entries(span?.headers ?? {})) headers.set(name, value);
  return finished(fetch(input, { ...init, headers }), span);
}

/** The span ends with the answer's head: a stream may go on for long, and says nothing about the other service's speed. */
async function finished(call: Promise<Response>, span: Span | undefined): Promise<Response> {
  try {
    const response = await call;
    const attributes = { 'http.response.status_code': response.status };
    span?.end({ attributes, failed: response.status >= 500 });
    return response;
  } catch (error) {
    span?.end({ attributes: { 'error.type': error instanceof Error ? error.name : 'unknown' }, failed: true });
    throw error;
  }
}

function methodOf(input: string | URL | Request, { method }: RequestInit): string {
  return (method ?? (input instanceof Request ? input.method : 'GET')).toUpperCase();
}

/** Which service is called; a path would tell which user. */
function addressOf(input: string | URL | Request): Readonly<Record<string, string>> {
  const { hostname, port } = new URL(input instanceof Request ? input.url : input);
  return { 'server.address': hostname, ...(port === '' ? {} : { 'server.port': port }) };
}
