import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { completeEnvironment, startBuiltServer, untilReady, type BuiltServer } from '../testing/built-server.ts';

const publicUrl = 'http://todo.test';
const ada = { name: 'Ada Lovelace', email: 'ada@example.test', password: 'correct horse' };
let postgres: TestPostgres;
let replicas: readonly [BuiltServer, BuiltServer];

beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: true });
  const environment = { ...completeEnvironment, DATABASE_URL: postgres.url, BETTER_AUTH_URL: publicUrl };
  replicas = await Promise.all([startBuiltServer(environment), startBuiltServer(environment)]);
  await Promise.all(replicas.map(untilReady));
}, 60_000);

afterAll(async () => {
  for (const { child } of replicas) child.kill('SIGKILL');
  await Promise.all(replicas.map(({ ended }) => ended));
  await postgres.remove();
});

interface Call {
  readonly body?: object;
  readonly cookie?: string;
  readonly address?: string;
}

/** As the ingress asks: from inside, with the address of its client. */
function ask({ url }: BuiltServer, path: string, { body, cookie = '', address = '192.0.2.1' }: Call = {}) {
  const headers = { origin: publicUrl, cookie, 'x-forwarded-for': address, 'content-type': 'application/json' };
  const post = body && { method: 'POST', body: JSON.stringify(body) };
  return fetch(url + path, { headers, redirect: 'manual', ...post });
}

function cookieOf(response: Response): string {
  return response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0] ?? '')
    .join('; ');
}

test('who signs up on one replica is known on the other, until signing out', async () => {
  const [one, other] = replicas;
  expect((await ask(other, '/')).headers.get('location')).toBe('/sign-in');
  const cookie = cookieOf(await ask(one, '/api/auth/sign-up/email', { body: ada }));
  const page = await ask(other, '/account', { cookie });
  expect(page.status).toBe(200);
  expect(await page.text()).toContain(ada.email);
  expect((await ask(other, '/', { cookie })).status).toBe(200);
  expect((await ask(other, '/api/auth/token', { cookie })).status).toBe(200);
  expect((await ask(one, '/api/auth/sign-out', { cookie, body: {} })).status).toBe(200);
  expect((await ask(other, '/api/auth/token', { cookie })).status).toBe(401);
  expect((await ask(other, '/account', { cookie })).status).toBe(307);
});

test('two replicas count the attempts of one address together, and not those of another', async () => {
  const body = { email: 'bob@example.test', password: 'wrong horse' };
  const attempts = Array.from({ length: 30 }, (_, index) =>
    ask(replicas[index % 2 === 0 ? 0 : 1], '/api/auth/sign-in/email', { body, address: '198.51.100.1, 192.0.2.77' }),
  );
  const statuses = (await Promise.all(attempts)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 401)).toHaveLength(20);
  expect(statuses.filter((status) => status === 429)).toHaveLength(10);
  const spoofed = await ask(replicas[0], '/api/auth/sign-in/email', { body, address: '203.0.113.9, 192.0.2.77' });
  expect(spoofed.status).toBe(429);
  expect(Number(spoofed.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask(replicas[1], '/api/auth/sign-in/email', { body, address: '192.0.2.78' })).status).toBe(401);
}, 30_000);

test('without the database all is told calmly, and comes back by itself', async () => {
  const [server] = replicas;
  const person = { ...ada, email: 'eve@example.test' };
  const cookie = cookieOf(await ask(server, '/api/auth/sign-up/email', { body: person }));
  await postgres.stop();
  const [token, page, health, ready] = await Promise.all(
    ['/api/auth/token', '/', '/health', '/ready'].map((path) => ask(server, path, { cookie })),
  );
  await postgres.start();
  expect([token, page, health, ready].map((response) => response?.status)).toEqual([503, 200, 200, 200]);
  expect(token?.headers.get('retry-after')).toBe('5');
  expect(token?.headers.get('content-type')).toBe('application/problem+json');
  expect(await page?.text()).not.toContain('type="password"');
  expect((await ask(server, '/api/auth/token', { cookie })).status).toBe(200);
  expect((await ask(server, '/account', { cookie })).status).toBe(200);
});

test('of all this no log tells who did it', () => {
  const lines = JSON.stringify(replicas.map(({ log }) => log));
  expect(lines.length).toBeGreaterThan(1000);
  expect(lines).not.toMatch(/example\.test|Lovelace|horse|192\.0\.2\.|eyJ|session_token/);
});
