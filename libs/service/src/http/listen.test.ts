import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { listen } from './listen.ts';
import { serviceApp } from './service-app.ts';

test('a connection is kept for the next request until the service drains', async () => {
  const lifecycle = createLifecycle();
  const server = await listen({
    app: { fetch: () => new Response('here') },
    host: '127.0.0.1',
    port: 0,
    lifecycle,
    logger: createLogger('test', 'error'),
    drainSeconds: 0,
  });
  const agent = new Agent({ keepAlive: true });
  const connectionHeader = async (): Promise<string | undefined> => {
    const request = get({ agent, host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    const [answer] = (await once(request, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.headers.connection;
  };
  try {
    expect(await connectionHeader()).toBe('keep-alive');
    lifecycle.drain();
    expect(await connectionHeader()).toBe('close');
  } finally {
    agent.destroy();
    server.close();
  }
});

test('a body that is too large ends its connection, and the next request comes over another one', async () => {
  const lifecycle = createLifecycle();
  const logger = createLogger('test', 'error');
  const app = serviceApp({ lifecycle, logger });
  app.post('/', async (c) => c.text(await c.req.text()));
  const server = await listen({ app, host: '127.0.0.1', port: 0, lifecycle, logger, drainSeconds: 0 });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  try {
    for (const size of [2, 20]) {
      const tooLarge = await fetch(url, { method: 'POST', body: 'x'.repeat(size * 1024 * 1024) });
      expect([tooLarge.status, tooLarge.headers.get('connection')]).toEqual([413, 'close']);
      await tooLarge.text();
      expect(await (await fetch(url, { method: 'POST', body: 'small' })).text()).toBe('small');
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
