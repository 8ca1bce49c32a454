import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBuiltMcp, type BuiltMcp } from './built-mcp.ts';
import { startInspector, type Inspector } from './inspector.ts';

let mcp: BuiltMcp;
let inspector: Inspector;
beforeAll(async () => {
  [mcp, inspector] = await Promise.all([startBuiltMcp(), startInspector()]);
});
afterAll(async () => {
  await mcp?.stop();
  await inspector?.remove();
});

const NAMES = ['add_task', 'list_tasks', 'complete_task', 'delete_task', 'update_task'];

const clients = [
  { what: 'as it comes', options: {} },
  { what: 'held to 2026-07-28', options: { versionNegotiation: { mode: { pin: '2026-07-28' } } } },
] as const;

test.each(clients)('the official client, $what, does everything for one person', async ({ options }) => {
  const { id, token } = await mcp.user();
  const client = new Client({ name: 'stock', version: '1' }, { ...options });
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(mcp.url), { requestInit }));
  const call = async (name: string, given: object): Promise<unknown> =>
    (await client.callTool({ name, arguments: { ...given } })).structuredContent;

  expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(NAMES);
  const { task_id } = (await call('add_task', { title: 'Buy milk', tags: ['home'], user_id: id })) as {
    task_id: number;
  };
  expect(await call('update_task', { task_id, priority: 'high' })).toMatchObject({ status: 'updated' });
  expect(await call('complete_task', { task_id })).toMatchObject({ status: 'completed' });
  expect(await call('list_tasks', { status: 'completed', priority: 'high' })).toMatchObject({ total: 1 });
  const { contents } = await client.readResource({ uri: 'tasks://list' });
  expect(JSON.stringify(contents)).toContain('Buy milk');
  expect((await client.getPrompt({ name: 'plan_my_day', arguments: {} })).messages).toHaveLength(2);
  expect(await call('delete_task', { task_id })).toMatchObject({ status: 'deleted' });
  await client.close();
});

test('the inspector lists tools, resources and prompts, and finds no fault with a schema', async () => {
  const { token } = await mcp.user();
  const ask = async (args: readonly string[]): Promise<unknown> => {
    const { code, stdout, all } = await inspector.ask(mcp.url, token, args);
    expect(code, all).toBe(0);
    return JSON.parse(stdout);
  };
  const { tools } = (await ask(['--method', 'tools/list', '--strict'])) as { tools: { name: string }[] };
  expect(tools.map(({ name }) => name)).toEqual(NAMES);
  expect(await ask(['--method', 'resources/list'])).toMatchObject({ resources: [{ uri: 'tasks://list' }] });
  expect(await ask(['--method', 'prompts/list'])).toMatchObject({ prompts: [{ name: 'plan_my_day' }] });
});

test('the inspector calls a tool for one person, and another person sees nothing of it', async () => {
  const [ann, bob] = [await mcp.user(), await mcp.user()];
  const add = ['--method', 'tools/call', '--tool-name', 'add_task', '--tool-arg', 'title=Buy milk'];
  const added = await inspector.ask(mcp.url, ann.token, add);
  expect(added.code, added.all).toBe(0);
  expect(JSON.parse(added.stdout)).toMatchObject({ structuredContent: { status: 'created', title: 'Buy milk' } });
  const list = ['--method', 'tools/call', '--tool-name', 'list_tasks'];
  expect((await inspector.ask(mcp.url, ann.token, list)).stdout).toContain('Buy milk');
  expect((await inspector.ask(mcp.url, bob.token, list)).stdout).not.toContain('Buy milk');
});

test('the inspector is turned away without a token, and with one for another service', async () => {
  const list = ['--method', 'tools/list'];
  expect((await inspector.ask(mcp.url, undefined, list)).code).not.toBe(0);
  const other = await mcp.issuer.mint({ aud: 'todo-backend' });
  expect((await inspector.ask(mcp.url, other, list)).code).not.toBe(0);
});

test('the built service ends as Kubernetes expects it: not ready, serving on, then gone with 0', async () => {
  const own = await startBuiltMcp({ DRAIN_SECONDS: '1' });
  const { token } = await own.user();
  const client = new Client({ name: 'stock', version: '1' }, clients[1].options);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  await client.connect(new StreamableHTTPClientTransport(new URL(own.url), { requestInit }));
  const stopped = own.stop();
  const until = performance.now() + 800;
  let calls = 0;
  while (performance.now() < until) {
    const result = await client.callTool({ name: 'list_tasks', arguments: {} });
    expect(result.isError, JSON.stringify(result.content)).not.toBe(true);
    calls += 1;
    await sleep(10);
  }
  expect(calls).toBeGreaterThan(5);
  await stopped;
  expect(own.service.log()).toContain('"stopped"');
  expect(own.service.log()).not.toContain(token);
});
