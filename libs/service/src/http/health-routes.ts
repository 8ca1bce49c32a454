import { Hono } from 'hono';
import { readyAnswer, type Lifecycle } from '../lifecycle.ts';

const FRESH = { 'cache-control': 'no-store' };

/** `GET /health` (alive; looks at nothing else) and `GET /ready` (may get traffic). Neither is logged: probes are many. */
export function healthRoutes(lifecycle: Lifecycle): Hono {
  const app = new Hono();
  app.get('/health', (c) => c.json({ status: 'ok' }, 200, FRESH));
  app.get('/ready', (c) => {
    const { status, body } = readyAnswer(lifecycle.state);
    return c.json(body, status, FRESH);
  });
  return app;
}
