import { randomUUID } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { Logger } from '../logger.ts';

const ID = /^[\w-]{8,64}$/;

/** One log line per request, with an id that the caller may bring and always gets back. No query, no body, no header. */
export function requestLog(logger: Logger): MiddlewareHandler {
  return async (c, next) => {
    const given = c.req.header('x-request-id') ?? '';
    const requestId = ID.test(given) ? given : randomUUID();
    const began = performance.now();
    c.header('x-request-id', requestId);
    await next();
    const milliseconds = Math.round((performance.now() - began) * 10) / 10;
    const { method, path } = c.req;
    logger.info('request', { requestId, method, path, status: c.res.status, milliseconds });
  };
}
