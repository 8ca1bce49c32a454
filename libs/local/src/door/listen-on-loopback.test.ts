import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server } from 'node:net';
import { text } from 'node:stream/consumers';

import { expect, onTestFinished, test } from 'vitest';

import { LocalError } from '../error.ts';
import { listenOnLoopback, type Listening, type PortWish } from './listen-on-loopback.ts';

/** Answers with its name; ends after the test. */
async function listen(wish: PortWish, name = 'ours', addresses?: readonly string[]): Promise<Listening<Server>> {
  const listening = await listenOnLoopback(() => createServer((socket) => socket.end(name)), wish, addresses);
  onTestFinished(
    async () => void (await Promise.all(listening.servers.map((server) => once(server.close(), 'close')))),
  );
  return listening;
}

async function occupy(host: string, port = 0): Promise<number> {
  const server = createServer((socket) => socket.end('theirs'));
  await once(server.listen(port, host), 'listening');
  onTestFinished(async () => void (await once(server.close(), 'close')));
  return (server.address() as AddressInfo).port;
}

const ask = (port: number, host: string): Promise<string> => text(connect({ port, host }));

async function hasIPv6(): Promise<boolean> {
  const server = createServer();
  try {
    await once(server.listen(0, '::1'), 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}
const ipv6 = await hasIPv6();

test.runIf(ipv6)('both loopback addresses answer on one port', async () => {
  const { port, servers } = await listen({ port: 0, first: 1 });

  expect(servers).toHaveLength(2);
  expect([await ask(port, '127.0.0.1'), await ask(port, '::1')]).toEqual(['ours', 'ours']);
});

test('where there is no second address the first one is enough', async () => {
  // An address for documentation: no machine has it.
  const { port, servers } = await listen({ port: 0, first: 1 }, 'ours', ['127.0.0.1', '2001:db8::1']);

  expect(servers).toHaveLength(1);
  expect(await ask(port, '127.0.0.1')).toBe('ours');
});

test('a port that is taken is passed over', async () => {
  const taken = await occupy('127.0.0.1');

  const { port } = await listen({ first: taken });

  expect(port).toBeGreaterThan(taken);
  expect(await ask(taken, '127.0.0.1')).toBe('theirs');
});

test.runIf(ipv6)('a port that only the second address has taken is passed over as well', async () => {
  const taken = await occupy('::1');

  const { port } = await listen({ first: taken });

  expect(port).toBeGreaterThan(taken);
});

test('a program that listens on all addresses is not hidden', async () => {
  const taken = await occupy('0.0.0.0');

  const { port } = await listen({ first: taken });

  expect(port).not.toBe(taken);
  expect(await ask(taken, '127.0.0.1')).toBe('theirs');
});

test('exactly one port, or an error that names it and what to do', async () => {
  const taken = await occupy('127.0.0.1');

  const refusal = await listen({ port: taken, first: 8080 }).catch((error: unknown) => error);

  expect(refusal).toBeInstanceOf(LocalError);
  expect(refusal).toMatchObject({ code: 'PORT_TAKEN' });
  expect((refusal as LocalError).doing).toContain(String(taken));
  expect((refusal as LocalError).fix).toContain('--port');
});

test.runIf(process.platform === 'linux')('on Linux the error says who has the port', async () => {
  const child = spawn(process.execPath, [
    '-e',
    "const s = require('net').createServer().listen(0, '127.0.0.1', () => console.log(String(s.address().port)))",
  ]);
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];

  const refusal = await listen({ port: Number(line), first: 8080 }).catch((error: unknown) => error);

  expect((refusal as LocalError).because).toContain(`process ${child.pid}`);
});

test('twenty that start at once get twenty ports', async () => {
  const first = await occupy('127.0.0.1');

  const all = await Promise.all(Array.from({ length: 20 }, (_, each) => listen({ first }, String(each))));

  expect(new Set(all.map(({ port }) => port)).size).toBe(20);
  for (const [each, { port }] of all.entries()) expect(await ask(port, '127.0.0.1')).toBe(String(each));
});

test('processes that start at once never share a port', async () => {
  const module = new URL('listen-on-loopback.ts', import.meta.url).href;
  const first = await occupy('127.0.0.1');
  const program = `import { createServer } from 'node:net';
    const { listenOnLoopback } = await import(${JSON.stringify(module)});
    const { port } = await listenOnLoopback(() => createServer(), { first: ${first} });
    console.log(String(port));`;
  const children = Array.from({ length: 5 }, () => spawn(process.execPath, ['--input-type=module', '-e', program]));
  onTestFinished(() => children.forEach((child) => child.kill('SIGKILL')));

  const ports = await Promise.all(
    children.map(async ({ stdout }) => String(((await once(stdout, 'data')) as [Buffer])[0]).trim()),
  );

  expect(new Set(ports).size).toBe(5);
});
