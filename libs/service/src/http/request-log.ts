import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../logger.ts';

const ID = /^[\w-]{8,64}$/;

/** What the middleware leaves for the handlers. */
export interface RequestVariables {
  requestId: string;
}

/** One log line per request, with an id that the caller may bring and always gets back. No query, no body, no header. */
export function requestLog(logger: Logger): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = ID.test(given) ? given : randomUUID();
    const began = performance.now();
    c.set('requestId', requestId);
    c.header('x-request-id', requestId);
    await next();
    const milliseconds = Math.round((performance.now() - began) * 10) / 10;
    const { method, path } = c.req;
    const { status } = c.res;
    logger[status >= 500 ? 'warn' : 'info']('request', { requestId, method, path, status, milliseconds });
  };
}
