import type { Client } from '@modelcontextprotocol/client';
import { todoTools } from '@todo/todo';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, revisions, startMcpService, type McpService } from './testing/mcp-service.ts';

let service: McpService;
beforeAll(async () => {
  service = await startMcpService();
}, 120_000);
afterAll(() => service.stop());

/** A signed-in person's client. */
async function signedIn(revision: (typeof revisions)[number] = '2026-07-28'): Promise<{ client: Client; id: string }> {
  const { id, token } = await service.user();
  return { client: await connect(service.url, token, revision), id };
}

test.each(revisions)('a client of %s lists the five tools with schemas and hints', async (revision) => {
  const { client } = await signedIn(revision);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual([
    'add_task',
    'list_tasks',
    'complete_task',
    'delete_task',
    'update_task',
  ]);
  for (const tool of tools) {
    expect(tool.title, tool.name).toBeTruthy();
    expect(tool.inputSchema, tool.name).toMatchObject({ type: 'object' });
    expect(tool.outputSchema, tool.name).toMatchObject({ type: 'object' });
    expect(tool.annotations, tool.name).toMatchObject({ openWorldHint: false });
  }
  expect(tools.find(({ name }) => name === 'delete_task')?.annotations).toMatchObject({ destructiveHint: true });
  expect(tools.find(({ name }) => name === 'list_tasks')?.annotations).toMatchObject({ readOnlyHint: true });
  const add = tools.find(({ name }) => name === 'add_task')?.inputSchema.properties ?? {};
  expect(Object.keys(add)).toEqual(expect.arrayContaining(['title', 'priority', 'due_at', 'tags', 'recurrence']));
  await client.close();
});

test.each(revisions)('a person keeps tasks that nobody else sees (%s)', async (revision) => {
  const ann = await signedIn(revision);
  const bob = await signedIn(revision);
  const wish = {
    title: 'Buy milk',
    priority: 'high',
    tags: ['Home'],
    due_at: '2027-01-31T09:00:00Z',
    recurrence: 'monthly',
  };
  const added = await ann.client.callTool({ name: 'add_task', arguments: wish });
  expect(added.structuredContent).toMatchObject({ status: 'created', title: 'Buy milk' });
  const { task_id } = added.structuredContent as { task_id: number };

  for (const { name } of todoTools.filter((tool) => 'task_id' in tool.input.shape)) {
    const taken = await bob.client.callTool({
      name,
      arguments: { task_id, ...(name === 'update_task' && { title: 'x' }) },
    });
    expect(taken.isError, name).toBe(true);
    expect(JSON.stringify(taken.content), name).toContain(`no task ${task_id}`);
  }
  expect((await bob.client.callTool({ name: 'list_tasks', arguments: {} })).structuredContent).toEqual({
    tasks: [],
    total: 0,
  });

  await ann.client.callTool({ name: 'update_task', arguments: { task_id, description: 'two' } });
  await ann.client.callTool({ name: 'complete_task', arguments: { task_id } });
  const list = async (query: object): Promise<unknown> =>
    (await ann.client.callTool({ name: 'list_tasks', arguments: { ...query } })).structuredContent;
  expect(await list({ status: 'completed', tag: 'home' })).toMatchObject({
    tasks: [{ id: task_id, completed: true, description: 'two', priority: 'high' }],
    total: 1,
  });
  expect(await list({ status: 'pending' })).toMatchObject({ tasks: [{ due_at: '2027-02-28T09:00:00.000Z' }] });
  const deleted = await ann.client.callTool({ name: 'delete_task', arguments: { task_id } });
  expect(deleted.structuredContent).toEqual({ task_id, status: 'deleted', title: 'Buy milk' });
  await Promise.all([ann.client.close(), bob.client.close()]);
});

test('another user in the arguments is refused, one that names the caller is taken', async () => {
  const { client, id } = await signedIn();
  const other = await service.user();
  const refused = await client.callTool({ name: 'add_task', arguments: { title: 'x', user_id: other.id } });
  expect(refused.isError).toBe(true);
  expect((await client.callTool({ name: 'add_task', arguments: { title: 'x', user_id: id } })).isError).not.toBe(true);
  const counted = await service.database.query('SELECT FROM tasks WHERE user_id = $1', [other.id]);
  expect(counted).toEqual([]);
  await client.close();
});

test.each([
  { name: 'add_task', given: {} },
  { name: 'add_task', given: { title: '   ' } },
  { name: 'add_task', given: { title: 'x'.repeat(201) } },
  { name: 'add_task', given: { title: 'a\0b' } },
  { name: 'add_task', given: { title: 'x', extra: 1 } },
  { name: 'add_task', given: { title: 'x', recurrence: 'daily' } },
  { name: 'list_tasks', given: { status: 'late' } },
  { name: 'complete_task', given: { task_id: '1; DROP TABLE tasks' } },
  { name: 'delete_task', given: { task_id: -1 } },
  { name: 'delete_task', given: { task_id: Number.MAX_SAFE_INTEGER } },
  { name: 'update_task', given: { task_id: 999_999_999 } },
])('$name with $given is a result that says what is wrong', async ({ name, given }) => {
  const { client } = await signedIn();
  const result = await client.callTool({ name, arguments: { ...given } });
  expect(result.isError).toBe(true);
  expect(result.content[0]).toMatchObject({ type: 'text', text: expect.stringMatching(/\w{3}/) });
  await client.close();
});

test('SQL, scripts and every kind of letter are texts like others', async () => {
  const { client } = await signedIn();
  for (const title of [`'; DROP TABLE tasks; --`, '<script>alert(1)</script>', '👩‍👩‍👧 مرحبا\u202E', '%_\\'])
    expect((await client.callTool({ name: 'add_task', arguments: { title } })).structuredContent).toMatchObject({
      title,
    });
  await client.close();
});

test('an account that is deleted while its token lives gets an answer, not a failure', async () => {
  const { client, id } = await signedIn();
  await service.database.query('DELETE FROM "user" WHERE id = $1', [id]);
  const result = await client.callTool({ name: 'add_task', arguments: { title: 'x' } });
  expect(result.isError).toBe(true);
  expect(JSON.stringify(result.content)).toContain('Sign in again');
  await client.close();
});
