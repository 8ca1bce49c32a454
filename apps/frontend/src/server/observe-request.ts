import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger, Telemetry } from '@todo/service';
import { REQUEST_ID_HEADER, requestIdOf, runInRequest } from '@todo/service/context';

import { toldPath } from './told-path.ts';

/** What a request is observed with. */
export interface Observers {
  readonly logger: Logger;
  readonly telemetry: Telemetry;
}

/**
 * Runs what answers a request with an id, a span and a measurement, and logs one line when `response` is done. The caller
 * may bring the id, and always gets it back. No query, no header, no body: they hold what nobody else should read.
 */
export async function observeRequest(
  request: IncomingMessage,
  response: ServerResponse,
  { logger, telemetry }: Observers,
  answer: () => Promise<void>,
): Promise<void> {
  const header = (name: string): string | undefined => textOf(request.headers[name]);
  const requestId = requestIdOf(header(REQUEST_ID_HEADER));
  const { method = 'GET' } = request;
  const path = toldPath(pathOf(request));
  const began = performance.now();
  const endRequest = telemetry.metrics.request();
  const span = telemetry.tracing.request({ method, header });
  const context = { requestId, span };
  request.headers[REQUEST_ID_HEADER] = requestId;
  response.setHeader(REQUEST_ID_HEADER, requestId);
  response.once('close', () => {
    const { statusCode: status, writableFinished } = response;
    const route = routeOf(path, status);
    endRequest({ method, route, status });
    const attributes = { 'http.route': route, 'http.response.status_code': status };
    span?.end({ name: `${method} ${route}`, attributes, failed: status >= 500 });
    const milliseconds = Math.round((performance.now() - began) * 10) / 10;
    const fields = { method, path, status, milliseconds, ...(!writableFinished && { aborted: true }) };
    // The event comes from the connection, outside of what was started here.
    runInRequest(context, () => logger[status >= 500 ? 'warn' : 'info']('request', fields));
  });
  await runInRequest(context, answer);
}

/** Anybody may ask for paths that are nowhere, and each would be a series of its own. */
function routeOf(path: string, status: number): string {
  if (status === 404) return 'none';
  const passedOn = path.startsWith('/api/') && !path.startsWith('/api/auth/');
  return passedOn || (status >= 400 && path.startsWith('/api/')) ? '/api/*' : path;
}

/** The path of a request, without query. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}

function textOf(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}
