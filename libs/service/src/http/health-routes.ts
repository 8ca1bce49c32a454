import { Hono } from 'hono';
import { readyAnswer, type Lifecycle } from '../lifecycle.ts';

/** `GET /health` (alive; looks at nothing else) and `GET /ready` (may get traffic). Neither is logged: probes are many. */
export function healthRoutes(lifecycle: Lifecycle): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }));
  app.get('/ready', (c) => {
    const { status, body } = readyAnswer(lifecycle.state);
    return c.json(body, status);
  });
  return app;
}
