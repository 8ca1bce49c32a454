import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, stat } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { BUILD_TIME_ACTION_KEY } from '../build/normalise.ts';
import { builtFolder, completeEnvironment, startBuiltServer, untilReady } from '../testing/built-server.ts';
import type { BuiltServer } from '../testing/built-server.ts';
import { fakeService, healthyBackend, healthyMcp } from '../testing/fake-service.ts';
import type { FakeService } from '../testing/fake-service.ts';
import { deriveActionKey } from './action-key.ts';

/** All files below a folder with size and time, one per line. */
async function listing(folder: string): Promise<string> {
  const paths = (await readdir(folder, { recursive: true })).sort();
  const lines = paths.map(async (path) => {
    const { size, mtimeMs } = await stat(join(folder, path));
    return `${path} ${size} ${mtimeMs}`;
  });
  return (await Promise.all(lines)).join('\n');
}

describe('a built server whose other parts are up', () => {
  let backend: FakeService;
  let mcp: FakeService;
  let server: BuiltServer;
  let before = '';

  beforeAll(async () => {
    backend = await fakeService(healthyBackend);
    mcp = await fakeService(healthyMcp);
    before = await listing(builtFolder);
    server = await startBuiltServer({ ...completeEnvironment, BACKEND_URL: backend.url, MCP_URL: mcp.url });
    await untilReady(server);
  });

  afterAll(async () => {
    server.child.kill('SIGKILL');
    await Promise.all([backend.close(), mcp.close(), server.ended]);
  });

  test('answers GET /status with 200 and the state of each part', async () => {
    const response = await fetch(`${server.url}/status`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    const body = (await response.json()) as Record<string, { status: string }>;
    expect(Object.entries(body).map(([part, { status }]) => `${part} ${status}`)).toEqual([
      'frontend ok',
      'backend ok',
      'database ok',
      'mcp ok',
    ]);
  });

  test('renders the state into the page, before any script runs', async () => {
    const page = await (await fetch(`${server.url}/system`)).text();
    expect(page.match(/data-state="ok"/g)).toHaveLength(4);
    expect(page).toContain('aria-live="polite"');
  });

  test('gives each page a nonce of its own, which every script carries, and asks no other origin', async () => {
    const responses = await Promise.all([fetch(server.url), fetch(server.url), fetch(`${server.url}/no-such-page`)]);
    const nonces = new Set<string>();
    for (const response of responses) {
      const nonce = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy') ?? '')?.[1] ?? '';
      const page = await response.text();
      const scripts = page.match(/<script[^>]*>/g) ?? [];
      expect(scripts.length).toBeGreaterThan(0);
      for (const script of scripts) expect(script).toContain(`nonce="${nonce}"`);
      expect(page.replaceAll('http://www.w3.org/', '')).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(page).not.toMatch(/<style|style="/);
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(3);
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 404]);
  });

  test('takes its nonce from nobody', async () => {
    const headers = { 'Content-Security-Policy': "script-src 'nonce-mine'" };
    const response = await fetch(server.url, { headers });
    expect(response.headers.get('content-security-policy')).not.toContain('mine');
    expect(await response.text()).not.toContain('mine');
  });

  test('sends headers that protect the browser, and none that names its make', async () => {
    const { headers } = await fetch(server.url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.has('x-powered-by')).toBe(false);
  });

  test('does nothing for who knows the preview keys, which are in every image', async () => {
    const id = '0'.repeat(32);
    const headers = { Cookie: `__prerender_bypass=${id}`, 'X-Prerender-Revalidate': id };
    const known = await fetch(`${server.url}/icon.svg`, { headers });
    const unknown = await fetch(`${server.url}/icon.svg`);
    expect(known.headers.get('x-nextjs-cache')).toBe(unknown.headers.get('x-nextjs-cache'));
    expect(known.headers.get('cache-control')).toBe(unknown.headers.get('cache-control'));
    expect(known.headers.has('set-cookie')).toBe(false);
  });

  test('logs each request as one line of JSON without its query, and no probe', async () => {
    await fetch(`${server.url}/logged?token=secret`, { headers: { 'X-Request-Id': 'request-of-the-test' } });
    await fetch(`${server.url}/health`);
    await sleep(50);
    const lines = server.log.filter(({ message }) => message === 'request');
    expect(lines.find(({ requestId }) => requestId === 'request-of-the-test')).toMatchObject({
      method: 'GET',
      path: '/logged',
      status: 404,
      milliseconds: expect.any(Number) as number,
    });
    expect(lines.filter(({ path }) => path === '/health' || path === '/ready')).toEqual([]);
  });

  test('writes no file', async () => {
    expect(await listing(builtFolder)).toBe(before);
  });
});

test('a page and /status come, with what is wrong, while nothing else is up', async () => {
  const server = await startBuiltServer(completeEnvironment);
  await untilReady(server);
  const [page, status] = await Promise.all([fetch(server.url), fetch(`${server.url}/status`)]);
  server.child.kill('SIGKILL');
  expect(page.status).toBe(200);
  expect(status.status).toBe(503);
  expect(status.headers.get('retry-after')).toBe('3');
});

describe('on SIGTERM', () => {
  test('a server is not ready, serves on for the time it was given, and exits 0', async () => {
    const server = await startBuiltServer({ ...completeEnvironment, DRAIN_SECONDS: '3' });
    await untilReady(server);
    const began = performance.now();
    server.child.kill('SIGTERM');
    await sleep(300);
    const [ready, health, page] = await Promise.all(
      ['/ready', '/health', '/'].map((path) => fetch(server.url + path).then(({ status }) => status)),
    );
    expect({ ready, health, page }).toEqual({ ready: 503, health: 200, page: 200 });
    expect(await (await fetch(`${server.url}/ready`)).json()).toEqual({ status: 'draining' });
    expect(await server.ended).toBe(0);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThanOrEqual(3);
    expect(seconds).toBeLessThan(6);
  });

  test('a request in flight is answered first', async () => {
    const slow = await fakeService({ '/health': (_, r) => void sleep(800).then(() => r.end('{"status":"ok"}')) });
    const server = await startBuiltServer({ ...completeEnvironment, BACKEND_URL: slow.url, MCP_URL: slow.url });
    await untilReady(server);
    const answer = fetch(`${server.url}/status`);
    await sleep(300);
    server.child.kill('SIGTERM');
    expect(((await (await answer).json()) as { mcp: object }).mcp).toMatchObject({ status: 'ok' });
    expect(await server.ended).toBe(0);
    await slow.close();
  });

  test('a second signal ends the server at once', async () => {
    const server = await startBuiltServer({ ...completeEnvironment, DRAIN_SECONDS: '60' });
    await untilReady(server);
    server.child.kill('SIGTERM');
    await sleep(200);
    const began = performance.now();
    server.child.kill('SIGTERM');
    expect(await server.ended).not.toBe(0);
    expect(performance.now() - began).toBeLessThan(1000);
  });
});

test('a wrong environment ends the start with exit code 1 and one line per problem, and no value in it', async () => {
  const wrong = { ...completeEnvironment, BACKEND_URL: 'not-a-url', BETTER_AUTH_SECRET: 'too-short' };
  const server = await startBuiltServer(wrong);
  expect(await server.ended).toBe(1);
  expect(server.log.map(({ message }) => String(message).split(' ')[0])).toEqual(['BACKEND_URL', 'BETTER_AUTH_SECRET']);
  expect(JSON.stringify(server.log)).not.toContain('too-short');
});

describe('the key of server actions', () => {
  test('is in no file of the image, nor is any other in its place', async () => {
    const files = await readdir(builtFolder, { recursive: true, withFileTypes: true });
    const texts = files
      .filter((file) => file.isFile())
      .map((file) => readFile(join(file.parentPath, file.name), 'utf8'));
    for (const content of await Promise.all(texts)) {
      expect(content.includes(BUILD_TIME_ACTION_KEY)).toBe(false);
      expect(/encryptionKey\\?":\s*\\?"[^"\\]/.test(content)).toBe(false);
    }
  });

  test('is derived from the secret before Next loads', async () => {
    const report = 'process.once("exit", () => console.error("key", process.env.NEXT_SERVER_ACTIONS_ENCRYPTION_KEY))';
    const preload = `data:text/javascript,${encodeURIComponent(report)}`;
    const server = await startBuiltServer(completeEnvironment, ['--import', preload]);
    await untilReady(server);
    server.child.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    const messages = server.log.map(({ message }) => message);
    expect(messages).toContain(`key ${deriveActionKey(completeEnvironment.BETTER_AUTH_SECRET)}`);
  });

  test('from the environment is the one that the shipped Next takes, whatever a build baked in', async () => {
    const key = deriveActionKey(completeEnvironment.BETTER_AUTH_SECRET);
    const next = createRequire(join(builtFolder, 'app/main.mjs')).resolve('next/package.json');
    const program = `
      const server = ${JSON.stringify(join(next, '../dist/server/app-render/'))};
      const { setManifestsSingleton } = require(server + 'manifests-singleton.js');
      const serverActionsManifest = { node: {}, edge: {}, encryptionKey: '${BUILD_TIME_ACTION_KEY}' };
      setManifestsSingleton({ page: '/page', clientReferenceManifest: {}, serverActionsManifest });
      require(server + 'encryption-utils.js').getActionEncryptionKey()
        .then((key) => crypto.subtle.exportKey('raw', key))
        .then((bytes) => process.stdout.write(Buffer.from(bytes).toString('base64')));`;
    const child = spawn(process.execPath, ['-e', program], {
      env: { NODE_ENV: 'production', NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: key },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [output] = await Promise.all([text(child.stdout), once(child, 'close')]);
    expect(output).toBe(key);
  });
});
