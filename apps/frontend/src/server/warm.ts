/**
 * Fills NODE_COMPILE_CACHE while the image is built: starts the server in this process, asks for each of its pages, and
 * ends it by its own signal, as Node writes the cache when it exits. Fails when an answer is wrong.
 */
import { setTimeout as sleep } from 'node:timers/promises';

const ATTEMPTS = 200;
const PAUSE_MS = 50;
const address = `http://127.0.0.1:${process.env['PORT'] ?? '3000'}`;

// Beside this file, once both are built.
await import(new URL('app/main.mjs', import.meta.url).href);
await untilReady();
await expectStatus('/health', 200);
// Nobody is signed in.
await expectStatus('/', 307);
await expectStatus('/account', 307);
await expectStatus('/sign-in', 200);
await expectStatus('/sign-up', 200);
await expectStatus('/system', 200);
await expectStatus('/no-such-page', 404);
// No other service is there while an image is built, and no database.
await expectStatus('/status', 503);
await expectStatus('/api/openapi.json', 503);
await expectStatus('/api/auth/jwks', 503);
await expectStatus('/api/auth/sign-in/email', 503, { email: 'nobody@example.test', password: 'warm and ready' });
process.kill(process.pid, 'SIGTERM');

async function untilReady(): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const response = await fetch(`${address}/ready`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(PAUSE_MS);
  }
  throw new Error('warm frontend: the server did not become ready within 10 s');
}

async function expectStatus(path: string, expected: number, body?: object): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const post = body && { method: 'POST', body: JSON.stringify(body), headers };
  const response = await fetch(address + path, { redirect: 'manual', ...post });
  await response.arrayBuffer();
  if (response.status !== expected) throw new Error(`warm frontend: ${path} answered ${response.status}`);
}
