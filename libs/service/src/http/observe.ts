import type { MiddlewareHandler } from 'hono';
import { routePath } from 'hono/route';
import { runInRequest } from '../context/request-context.ts';
import { REQUEST_ID_HEADER, requestIdOf } from '../context/request-id.ts';
import type { Logger } from '../logger.ts';
import type { Telemetry } from '../telemetry/telemetry.ts';

/** What the middleware leaves for the handlers. */
export interface RequestVariables {
  requestId: string;
}

/** What every route of `/*` has: the middleware's own pattern, so a request that got no further. */
const NO_ROUTE = /^\/?\*$/;

/**
 * Gives each request an id, a span, a measurement and one log line. The caller may bring the id, and always gets it back.
 * Of the request only method and the route's pattern are told: a path names users, a query and a body hold what they wrote.
 */
export function observeRequests(
  logger: Logger,
  { metrics, tracing }: Telemetry,
): MiddlewareHandler<{ Variables: RequestVariables }> {
  return async (c, next) => {
    const requestId = requestIdOf(c.req.header(REQUEST_ID_HEADER));
    const { method } = c.req;
    const began = performance.now();
    const endRequest = metrics.request();
    const span = tracing.request({ method, header: (name) => c.req.header(name) });
    c.set('requestId', requestId);
    c.header(REQUEST_ID_HEADER, requestId);
    await runInRequest({ requestId, span }, async () => {
      await next();
      // A stream is an answer of its own, and has nothing of what was set before.
      c.res.headers.set(REQUEST_ID_HEADER, requestId);
      const { status } = c.res;
      const pattern = routePath(c, -1);
      const route = NO_ROUTE.test(pattern) ? 'none' : pattern;
      endRequest({ method, route, status });
      const attributes = { 'http.route': route, 'http.response.status_code': status };
      span?.end({ name: `${method} ${route}`, attributes, failed: status >= 500 });
      const milliseconds = Math.round((performance.now() - began) * 10) / 10;
      logger[status >= 500 ? 'warn' : 'info']('request', { method, route, status, milliseconds });
    });
  };
}
