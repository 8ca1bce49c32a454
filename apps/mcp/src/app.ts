import { createMcpHandler } from '@modelcontextprotocol/server';
import { describeError, type Lifecycle, type Logger } from '@todo/service';
import { problem, serviceApp, type ServiceApp } from '@todo/service/http';
import { createTodoMcpServer } from './server.ts';

/** The mcp service's routes, without a listener: `/mcp` speaks Streamable HTTP of the 2025 and 2026 revisions. */
export function createApp({
  lifecycle,
  logger,
}: {
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}): ServiceApp {
  const handler = createMcpHandler(createTodoMcpServer, {
    onerror: (error) => logger.warn('a protocol error', describeError(error)),
  });
  const app = serviceApp({ lifecycle, logger });
  app.all('/mcp', async (c) => {
    // A page of another site could reach a service of this machine through the browser; no browser calls this one.
    if (c.req.header('origin') !== undefined)
      return problem(c, { status: 403, title: 'Forbidden', detail: 'No browser may call this.' });
    return handler.fetch(c.req.raw);
  });
  return app;
}
