import { once } from 'node:events';
import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));

/** Takes a port of this machine until the test is over; 0 is any. */
async function take(port: number): Promise<number> {
  const server: Server = createServer();
  onTestFinished(() => void server.close());
  await once(server.listen(port, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

test('where the usual port is taken the next free one serves', async () => {
  // Somebody else of this machine may have it already: as good.
  await take(8080).catch(() => undefined);
  const local = await copy.up();
  expect(Number(new URL(local.url).port)).toBeGreaterThan(8080);
  expect((await fetch(`${local.url}/status`)).status).toBe(200);
  local.interrupt();
  await local.end();
});

test('a port that was asked for is served, or else who has it is named and nothing is started', async () => {
  const taken = await take(0);
  const refused = copy.start('local', '--port', String(taken));
  const { code } = await refused.end(30_000);
  expect(code, refused.output()).toBe(1);
  expect(refused.output()).toContain('PORT_TAKEN');
  expect(refused.output()).toContain(String(taken));
  expect(copy.processes()).toEqual([]);

  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const local = await copy.up('--port', String(port));
  expect(local.url).toBe(`http://localhost:${port}`);
  local.interrupt();
  await local.end();
  expect(copy.processes()).toEqual([]);
});
