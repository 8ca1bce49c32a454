import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';

const main = join(import.meta.dirname, 'main.ts');
const secret = 'not-to-be-shown';
const others = {
  AUTH_ISSUER: 'http://todo.test',
  AUTH_JWKS_URL: 'http://127.0.0.1:9/jwks',
  MCP_URL: 'http://127.0.0.1:9',
};

function backend(environment: Readonly<Record<string, string>>): { child: ChildProcess; output: () => string } {
  const child = spawn(process.execPath, [main], { env: { PATH: process.env['PATH'], ...environment }, stdio: 'pipe' });
  let text = '';
  child.stdout?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, output: () => text };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port');
  return address.port;
}

const status = (port: number, path: string): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`).then(
    (answer) => answer.status,
    () => 0,
  );

test('a bad environment ends it at once, with one line per variable and no value', async () => {
  const { child, output } = backend({ PORT: 'eighty', DATABASE_URL: `mysql://${secret}` });
  const [code] = (await once(child, 'close')) as [number];
  expect(code).toBe(1);
  expect(output()).toContain('PORT');
  expect(output()).toContain('AUTH_JWKS_URL is not set');
  expect(output()).toContain('DATABASE_URL is not valid: must be a URL that starts with postgres://');
  expect(output()).not.toContain(secret);
});

test('on SIGTERM it is not ready, serves on, closes and exits with 0', { timeout: 30_000 }, async () => {
  const port = await freePort();
  const { child, output } = backend({
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgres://todo@127.0.0.1:9/none',
    ...others,
    DRAIN_SECONDS: '1',
  });
  const ended = once(child, 'close') as Promise<[number]>;
  while ((await status(port, '/health')) !== 200) await sleep(20);
  child.kill('SIGTERM');
  await sleep(300);
  expect(await status(port, '/health')).toBe(200);
  expect(await status(port, '/ready')).toBe(503);
  expect((await ended)[0], output()).toBe(0);
  expect(output()).toContain('draining');
});

test('a second signal ends it at once', { timeout: 30_000 }, async () => {
  const port = await freePort();
  const { child } = backend({
    PORT: String(port),
    HOST: '127.0.0.1',
    DATABASE_URL: 'postgres://todo@127.0.0.1:9/none',
    ...others,
    DRAIN_SECONDS: '60',
  });
  const ended = once(child, 'close') as Promise<[number]>;
  while ((await status(port, '/health')) !== 200) await sleep(20);
  child.kill('SIGTERM');
  while ((await status(port, '/ready')) !== 503) await sleep(20);
  await sleep(100);
  child.kill('SIGTERM');
  expect((await ended)[0]).toBe(1);
});
