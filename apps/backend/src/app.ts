import type { Verifier } from '@todo/auth';
import { blockLimiter, type Lifecycle, type Logger, type Telemetry } from '@todo/service';
import { serviceApp, type Problem, type ServiceApp } from '@todo/service/http';
import {
  conversationStore,
  DatabaseUnavailable,
  idempotencyStore,
  rateWindowStore,
  taskStore,
  type Database,
} from '@todo/todo-db';
import { conversationRoutes } from './conversations/conversation-routes.ts';
import type { Route } from './http/route.ts';
import { refuseOtherMethods, serveRoutes } from './http/serve-routes.ts';

import type { RateLimits } from './limits/rate-limits.ts';
import { serveOpenApi } from './openapi/serve-open-api.ts';
import { taskRoutes } from './tasks/task-routes.ts';

/** What the routes stand on. */
export interface AppOptions {
  readonly database: Database;
  readonly verifier: Verifier;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly telemetry?: Telemetry;
  readonly limits: RateLimits;
  /** The routes of the chat: they stand on an assistant and the MCP server, which tests of tasks do without. */
  readonly chat?: readonly Route[];
}

/** Seconds after which a client may ask again when the database is away. */
const RETRY_SECONDS = 5;

/** Every route that needs a token: the table that serving, the OpenAPI document and the tests of access go by. */
export function allRoutes({ database, chat = [] }: Pick<AppOptions, 'database' | 'chat'>): readonly Route[] {
  return [...taskRoutes(taskStore(database)), ...conversationRoutes(conversationStore(database)), ...chat];
}

/** The backend's routes, without a listener. */
export function createApp(options: AppOptions): ServiceApp {
  const { database, verifier, lifecycle, logger, telemetry, limits } = options;
  const app = serviceApp({ lifecycle, logger, explain, ...(telemetry && { telemetry }) });
  const routes = allRoutes(options);
  app.get('/api/status', async (c) => {
    const latencyMs = await database.ping();
    return c.json({ status: 'ok', database: { status: 'ok', latencyMs } }, 200, { 'cache-control': 'no-store' });
  });
  refuseOtherMethods(app, '/api/status', ['GET', 'HEAD']);
  serveOpenApi(app, routes);
  serveRoutes(app, routes, {
    verifier,
    limits,
    limiter: blockLimiter(rateWindowStore(database)),
    once: idempotencyStore(database),
  });
  return app;
}

/** What a client is told about an error of ours. */
function explain(error: Error): Problem | undefined {
  if (!(error instanceof DatabaseUnavailable)) return undefined;
  const detail = 'The database does not answer.';
  return { status: 503, title: 'Service unavailable', detail, retryAfterSeconds: RETRY_SECONDS };
}
