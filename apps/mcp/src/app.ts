import { createMcpHandler, type AuthInfo } from '@modelcontextprotocol/server';
import { describeError, type Lifecycle, type Logger } from '@todo/service';
import { problem, serviceApp, type ServiceApp } from '@todo/service/http';
import type { TaskStore } from '@todo/todo';
import { DatabaseUnavailable } from '@todo/todo-db';
import { createTodoMcpServer } from './server.ts';

/** What the routes stand on. */
export interface AppOptions {
  readonly store: TaskStore;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  /** Who calls: verified, with the user in `extra.sub`; undefined for nobody, who may list the tools and call none. */
  readonly identify: (request: Request) => Promise<AuthInfo | undefined>;
}

/** The mcp service's routes, without a listener: `/mcp` speaks Streamable HTTP of the 2025 and 2026 revisions. */
export function createApp({ store, lifecycle, logger, identify }: AppOptions): ServiceApp {
  const explain = (error: unknown): string | undefined => {
    const away = error instanceof DatabaseUnavailable;
    logger[away ? 'warn' : 'error']('a tool failed', describeError(away ? error.cause : error));
    return away ? 'The database does not answer. Try again in some seconds.' : undefined;
  };
  const handler = createMcpHandler((context) => createTodoMcpServer({ store, explain }, context), {
    onerror: (error) => logger.warn('a protocol error', describeError(error)),
  });
  const app = serviceApp({ lifecycle, logger });
  app.all('/mcp', async (c) => {
    // A page of another site could reach a service of this machine through the browser; no browser calls this one.
    if (c.req.header('origin') !== undefined)
      return problem(c, { status: 403, title: 'Forbidden', detail: 'No browser may call this.' });
    const authInfo = await identify(c.req.raw);
    return handler.fetch(c.req.raw, authInfo ? { authInfo } : {});
  });
  return app;
}
