import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { serve, type ServerType } from '@hono/node-server';
import { createLifecycle, createLogger } from '@todo/service';
import type { ServiceApp } from '@todo/service/http';
import { knownMigrations, migrate, openDatabase, taskStore, type Database } from '@todo/todo-db';
import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';

let postgres: TestPostgres;
let database: Database;
let app: ServiceApp;
let server: ServerType;
let url: URL;

beforeAll(async () => {
  postgres = await startTestPostgres();
  await migrate({ databaseUrl: postgres.url, migrations: knownMigrations() });
  database = openDatabase(postgres.url);
  app = createApp({
    store: taskStore(database),
    lifecycle: createLifecycle(),
    logger: createLogger('mcp', 'error'),
    async identify({ headers }) {
      const sub = headers.get('x-test-user');
      return sub === null ? undefined : { token: 'verified', clientId: 'test', scopes: [], extra: { sub } };
    },
  });
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
  url = new URL(`http://127.0.0.1:${port}/mcp`);
}, 120_000);
afterAll(async () => {
  server?.close();
  await database?.close();
  await postgres?.remove();
});

const revisions = [
  { revision: '2025-11-25', make: () => new Client({ name: 'test', version: '1' }) },
  {
    revision: '2026-07-28',
    make: () => new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } }),
  },
];

async function connected(make: () => Client, user?: string): Promise<Client> {
  const client = make();
  const headers = user === undefined ? {} : { 'x-test-user': user };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit: { headers } }));
  return client;
}

test.each(revisions)('a client of $revision lists the five tools with schemas and hints', async ({ make }) => {
  const client = await connected(make);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'add_task',
    'list_tasks',
    'complete_task',
    'delete_task',
    'update_task',
  ]);
  for (const tool of tools) {
    expect(tool.inputSchema, tool.name).toMatchObject({ type: 'object' });
    expect(tool.outputSchema, tool.name).toMatchObject({ type: 'object' });
  }
  expect(tools.find(({ name }) => name === 'delete_task')?.annotations).toMatchObject({ destructiveHint: true });
  await client.close();
});

test.each(revisions)('a call without an identity is refused and says why ($revision)', async ({ make }) => {
  const client = await connected(make);
  const result = await client.callTool({ name: 'add_task', arguments: { title: 'Buy milk' } });
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toContain('Nobody is signed in');
  expect(await database.query('SELECT FROM tasks')).toEqual([]);
  await client.close();
});

test.each(revisions)(
  'a person with an identity keeps tasks that nobody else sees ($revision)',
  async ({ make, revision }) => {
    const ann = await connected(make, `ann-${revision}`);
    const bob = await connected(make, `bob-${revision}`);
    const added = await ann.callTool({ name: 'add_task', arguments: { title: 'Buy milk' } });
    expect(added.structuredContent).toMatchObject({ status: 'created', title: 'Buy milk' });
    const { task_id } = added.structuredContent as { task_id: number };

    const taken = await bob.callTool({ name: 'delete_task', arguments: { task_id } });
    expect(taken.isError).toBe(true);
    expect((await bob.callTool({ name: 'list_tasks', arguments: {} })).structuredContent).toEqual({ tasks: [] });

    await ann.callTool({ name: 'complete_task', arguments: { task_id } });
    const listed = await ann.callTool({ name: 'list_tasks', arguments: { status: 'completed' } });
    expect(listed.structuredContent).toMatchObject({ tasks: [{ id: task_id, completed: true }] });
    await Promise.all([ann.close(), bob.close()]);
  },
);

test('a user in the arguments is refused, whoever calls', async () => {
  const client = await connected(revisions[1]!.make, 'ann');
  const result = await client.callTool({ name: 'list_tasks', arguments: { user_id: 'bob' } });
  expect(result.isError).toBe(true);
  await client.close();
});

test('a tool call during an outage is an answer, without internals, and works again after it', async () => {
  const client = await connected(revisions[1]!.make, 'ann');
  await postgres.stop();
  const during = await client.callTool({ name: 'list_tasks', arguments: {} });
  expect(during.isError).toBe(true);
  expect(JSON.stringify(during.content)).not.toMatch(/ECONN|127\.0\.0\.1/);
  await postgres.start();
  expect((await client.callTool({ name: 'list_tasks', arguments: {} })).isError).not.toBe(true);
  await client.close();
}, 60_000);

test('a browser of another site is refused', async () => {
  const answer = await app.request('/mcp', {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: '{}',
  });
  expect(answer.status).toBe(403);
});
