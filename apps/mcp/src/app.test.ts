import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { serve, type ServerType } from '@hono/node-server';
import { createLifecycle, createLogger } from '@todo/service';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from './app.ts';

const app = createApp({ lifecycle: createLifecycle(), logger: createLogger('mcp', 'error') });
let server: ServerType;
let url: URL;

beforeAll(async () => {
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
  url = new URL(`http://127.0.0.1:${port}/mcp`);
});
afterAll(() => void server.close());

const clients = [
  { revision: '2025-11-25', make: () => new Client({ name: 'test', version: '1' }) },
  {
    revision: '2026-07-28',
    make: () => new Client({ name: 'test', version: '1' }, { versionNegotiation: { mode: { pin: '2026-07-28' } } }),
  },
];

test.each(clients)('a client of $revision lists the five tools with schemas and hints', async ({ make }) => {
  const client = make();
  await client.connect(new StreamableHTTPClientTransport(url));
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

test.each(clients)('a call without an identity is refused and says why ($revision)', async ({ make }) => {
  const client = make();
  await client.connect(new StreamableHTTPClientTransport(url));
  const result = await client.callTool({ name: 'add_task', arguments: { title: 'Buy milk' } });
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toContain('Nobody is signed in');
  await client.close();
});

test('a browser of another site is refused', async () => {
  const answer = await app.request('/mcp', {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
    body: '{}',
  });
  expect(answer.status).toBe(403);
});
