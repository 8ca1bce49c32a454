import { createVerifier } from '@todo/auth';
import { createLifecycle, createLogger, type Lifecycle } from '@todo/service';
import { knownMigrations, migrate, openDatabase, waitForSchema, type Database } from '@todo/todo-db';
import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ServiceApp } from '@todo/service/http';
import { createApp } from './app.ts';

const lines: string[] = [];
let postgres: TestPostgres;
let database: Database;
let lifecycle: Lifecycle;
let app: ServiceApp;

beforeAll(async () => {
  postgres = await startTestPostgres();
  database = openDatabase(postgres.url);
  lifecycle = createLifecycle();
  const logger = createLogger('backend', 'info', (line) => lines.push(line));
  const jwksUrl = 'http://127.0.0.1:9/jwks';
  const verifier = createVerifier({ jwksUrl, issuer: 'http://todo.test', audience: 'todo-backend' });
  const limits = { read: 1000, write: 1000, chat: 1000 };
  app = createApp({ database, verifier, lifecycle, logger, limits });
}, 120_000);
afterAll(async () => {
  await database?.close();
  await postgres?.remove();
});

test('it is alive before it is ready, and ready once the schema is current', async () => {
  expect((await app.request('/health')).status).toBe(200);
  expect((await app.request('/ready')).status).toBe(503);
  const ready = waitForSchema(database, knownMigrations(), { pollMilliseconds: 10 }).then(() =>
    lifecycle.becomeReady(),
  );
  await migrate({ databaseUrl: postgres.url, migrations: knownMigrations() });
  await ready;
  expect((await app.request('/ready')).status).toBe(200);
});

test('its status names the database with a latency, and is logged without probes', async () => {
  lines.length = 0;
  await app.request('/health');
  const answer = await app.request('/api/status', { headers: { 'x-request-id': 'known-request-id' } });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({
    status: 'ok',
    database: { status: 'ok', latencyMs: expect.any(Number) },
  });
  expect(answer.headers.get('x-request-id')).toBe('known-request-id');
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'info', service: 'backend', route: '/api/status', status: 200, requestId: 'known-request-id' },
  ]);
});

test('an outage of the database answers 503 with Retry-After and leaves it ready', async () => {
  await postgres.stop();
  const answer = await app.request('/api/status');
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect((await app.request('/ready')).status).toBe(200);
  await postgres.start();
  expect((await app.request('/api/status')).status).toBe(200);
}, 60_000);

test('an unknown route is a problem document', async () => {
  const answer = await app.request('/api/nothing');
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ title: 'Not found', status: 404 });
});

test('while it drains it is not ready', async () => {
  lifecycle.drain();
  lifecycle.becomeReady();
  expect((await app.request('/ready')).status).toBe(503);
  expect((await app.request('/health')).status).toBe(200);
});
