import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { portGiver } from './free-ports.ts';
import { requirePort } from './require-port.ts';

test('ports that are given away at the same time are all different and free', async () => {
  const give = portGiver();
  const ports = (await Promise.all(Array.from({ length: 20 }, () => give(3)))).flat();
  expect(new Set(ports).size).toBe(60);
  await Promise.all(ports.map((port) => requirePort(port, 'web-1')));
});

test('a port that somebody has is named with who it is', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void server.close());
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  await expect(requirePort(port, 'web-1')).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    doing: 'start web-1',
    because: expect.stringContaining(String(port)),
  });
});
