import { STATUS_CODES } from 'node:http';
import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import type { Lifecycle } from '../lifecycle.ts';
import { describeError, type Logger } from '../logger.ts';
import { noTelemetry, type Telemetry } from '../telemetry/telemetry.ts';
import { healthRoutes } from './health-routes.ts';
import { observeRequests, type RequestVariables } from './observe.ts';
import { problem, type Problem } from './problem.ts';

/** An app whose handlers know the id of their request. */
export type ServiceApp = Hono<{ Variables: RequestVariables }>;

/** What every service stands on. */
export interface ServiceAppOptions {
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  /** Where requests are counted and traced; nowhere if absent. */
  readonly telemetry?: Telemetry;
  /** What a client is told about an error of the service's own; undefined hides it behind a 500. */
  readonly explain?: (error: Error) => Problem | undefined;
}

const MAX_BODY_BYTES = 1024 * 1024;
const PAYLOAD_TOO_LARGE = 413;

/** What every service answers alike: health, security headers, request ids, measurements, one log line per request, errors as problems. */
export function serviceApp({ lifecycle, logger, telemetry = noTelemetry, explain }: ServiceAppOptions): ServiceApp {
  const app: ServiceApp = new Hono();
  app.use(secureHeaders());
  app.route('/', healthRoutes(lifecycle));
  app.use(observeRequests(logger, telemetry), endRefusedUploads(), bodyLimit({ maxSize: MAX_BODY_BYTES }));
  app.notFound((c) =>
    problem(c, { status: 404, title: 'Not found', detail: `There is no ${c.req.method} ${c.req.path}.` }),
  );
  app.onError((error, c) => {
    const told = error instanceof HTTPException ? problemOf(error) : explain?.(error);
    const fields = describeError(error.cause ?? error);
    if (!told) logger.error('a request failed', fields);
    else if (told.status >= 500) logger.warn('a request could not be served', fields);
    return problem(c, told ?? { status: 500, title: 'Internal server error' });
  });
  return app;
}

/** Who still sends what nobody reads must not send the next request behind it. */
function endRefusedUploads(): MiddlewareHandler {
  return async (c, next) => {
    await next();
    if (c.res.status === PAYLOAD_TOO_LARGE) c.header('connection', 'close');
  };
}

/** What Hono's own middleware throws, such as 413 for a body over the limit. */
function problemOf({ status }: HTTPException): Problem {
  return { status, title: STATUS_CODES[status] ?? 'Error' };
}
