import { createMcpHandler } from '@modelcontextprotocol/server';
import { describeError, type Lifecycle, type Logger } from '@todo/service';
import { healthRoutes, problem, requestLog } from '@todo/service/http';
import { Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { createTodoMcpServer } from './server.ts';

/** The mcp service's routes, without a listener: `/mcp` speaks Streamable HTTP of the 2025 and 2026 revisions. */
export function createApp({ lifecycle, logger }: { readonly lifecycle: Lifecycle; readonly logger: Logger }): Hono {
  const handler = createMcpHandler(createTodoMcpServer, {
    onerror: (error) => logger.warn('a protocol error', describeError(error)),
  });
  const app = new Hono();
  app.route('/', healthRoutes(lifecycle));
  app.use(requestLog(logger), bodyLimit({ maxSize: 1024 * 1024 }));
  app.all('/mcp', async (c) => {
    // A page of another site could reach a service of this machine through the browser; no browser calls this one.
    if (c.req.header('origin') !== undefined)
      return problem(c, { status: 403, title: 'Forbidden', detail: 'No browser may call this.' });
    return handler.fetch(c.req.raw);
  });
  app.notFound((c) =>
    problem(c, { status: 404, title: 'Not found', detail: `There is no ${c.req.method} ${c.req.path}.` }),
  );
  app.onError((error, c) => {
    logger.error('a request failed', describeError(error));
    return problem(c, { status: 500, title: 'Internal server error' });
  });
  return app;
}
