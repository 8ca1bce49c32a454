import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from '@todo/service';

const ID = /^[\w-]{8,64}$/;

/**
 * Logs one line when `response` is done, with an id that the caller may bring and always gets back. No query, no
 * header: they may hold what nobody else should read.
 */
export function logRequest(request: IncomingMessage, response: ServerResponse, logger: Logger): void {
  const began = performance.now();
  const given = request.headers['x-request-id'];
  const requestId = typeof given === 'string' && ID.test(given) ? given : randomUUID();
  const { method } = request;
  const path = pathOf(request);
  response.setHeader('X-Request-Id', requestId);
  response.once('close', () => {
    const { statusCode: status, writableFinished } = response;
    const milliseconds = Math.round((performance.now() - began) * 10) / 10;
    const fields = { requestId, method, path, status, milliseconds, ...(!writableFinished && { aborted: true }) };
    if (status >= 500) logger.warn('request', fields);
    else logger.info('request', fields);
  });
}

/** The path of a request, without query. */
export function pathOf({ url = '/' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '/';
}
