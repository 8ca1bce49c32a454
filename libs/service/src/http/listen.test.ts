import { once } from 'node:events';
import { Agent, get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { listen } from './listen.ts';

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
