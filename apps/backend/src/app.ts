import type { Verifier } from '@todo/auth';
import type { Lifecycle, Logger } from '@todo/service';
import { serviceApp, type Problem, type ServiceApp } from '@todo/service/http';
import { DatabaseUnavailable, type Database } from '@todo/todo-db';
import type { Route } from './http/route.ts';
import { refuseOtherMethods, serveRoutes } from './http/serve-routes.ts';

/** What the routes stand on. */
export interface AppOptions {
  readonly database: Database;
  readonly verifier: Verifier;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  /** The routes of the chat: they stand on an assistant and the MCP server, which tests of tasks do without. */
  readonly chat?: readonly Route[];
}

/** Seconds after which a client may ask again when the database is away. */
const RETRY_SECONDS = 5;

/** The backend's routes, without a listener. */
export function createApp({ database, verifier, lifecycle, logger, chat = [] }: AppOptions): ServiceApp {
  const app = serviceApp({ lifecycle, logger, explain });
  app.get('/api/status', async (c) => {
    const latencyMs = await database.ping();
    return c.json({ status: 'ok', database: { status: 'ok', latencyMs } }, 200, { 'cache-control': 'no-store' });
  });
  refuseOtherMethods(app, '/api/status', ['GET', 'HEAD']);
  serveRoutes(app, [...chat], { verifier });
  return app;
}

/** What a client is told about an error of ours. */
function explain(error: Error): Problem | undefined {
  if (!(error instanceof DatabaseUnavailable)) return undefined;
  const detail = 'The database does not answer.';
  return { status: 503, title: 'Service unavailable', detail, retryAfterSeconds: RETRY_SECONDS };
}
