import { problem, requestLog, healthRoutes } from '@todo/service/http';
import { describeError, type Lifecycle, type Logger } from '@todo/service';
import { DatabaseUnavailable, type Database } from '@todo/todo-db';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { secureHeaders } from 'hono/secure-headers';

/** What the routes stand on. */
export interface AppOptions {
  readonly database: Database;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/** Seconds after which a client may ask again when the database is away. */
const RETRY_SECONDS = 5;

/** The backend's routes, without a listener. */
export function createApp({ database, lifecycle, logger }: AppOptions): Hono {
  const app = new Hono();
  app.route('/', healthRoutes(lifecycle));
  app.use(requestLog(logger), secureHeaders(), bodyLimit({ maxSize: 1024 * 1024 }));

  app.get('/api/status', async (c) => {
    const latencyMs = await database.ping();
    return c.json({ status: 'ok', database: { status: 'ok', latencyMs } }, 200, { 'cache-control': 'no-store' });
  });

  app.notFound((c) =>
    problem(c, { status: 404, title: 'Not found', detail: `There is no ${c.req.method} ${c.req.path}.` }),
  );
  app.onError((error, c) => {
    if (error instanceof DatabaseUnavailable) {
      logger.warn('the database does not answer', describeError(error.cause));
      const detail = 'The database does not answer.';
      return problem(c, { status: 503, title: 'Service unavailable', detail, retryAfterSeconds: RETRY_SECONDS });
    }
    logger.error('a request failed', describeError(error));
    return problem(c, { status: 500, title: 'Internal server error' });
  });
  return app;
}
