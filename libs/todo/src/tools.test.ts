import { beforeEach, expect, test } from 'vitest';
import type { Task } from './task.ts';
import type { Owner, TaskStore } from './task-store.ts';
import { todoTools, type TodoTool } from './tools.ts';

const at = '2026-11-21T12:00:00.000Z';

/** The port in memory; the real one has its own tests against Postgres. */
function memory(): TaskStore {
  const kept = new Map<number, { userId: string; task: Task }>();
  const own = (userId: string, id: number): Task | undefined => {
    const entry = kept.get(id);
    return entry?.userId === userId ? entry.task : undefined;
  };
  return {
    async add(userId, { title, description = null }) {
      const id = kept.size + 1;
      const task = { id, title, description, completed: false, created_at: at, updated_at: at };
      kept.set(id, { userId, task });
      return task;
    },
    async list(userId, filter) {
      const all = [...kept.values()].filter((entry) => entry.userId === userId).map(({ task }) => task);
      return all.filter(({ completed }) => filter === 'all' || completed === (filter === 'completed'));
    },
    async change(userId, id, change) {
      const task = own(userId, id);
      return task && Object.assign(task, change);
    },
    async remove(userId, id) {
      const task = own(userId, id);
      if (task) kept.delete(id);
      return task;
    },
  };
}

const named = (name: string): TodoTool => {
  const tool = todoTools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`there is no tool ${name}`);
  return tool;
};

let ann: Owner;
let bob: Owner;
beforeEach(() => {
  const store = memory();
  ann = { userId: 'ann', store };
  bob = { userId: 'bob', store };
});

/** Calls a tool and holds its answer to its own output schema. */
async function call(owner: Owner, name: string, input: object): Promise<Record<string, unknown>> {
  return named(name).output.parse(await named(name).call(owner, input));
}

test('the tools have the names of the specification', () => {
  expect(todoTools.map(({ name }) => name)).toEqual([
    'add_task',
    'list_tasks',
    'complete_task',
    'delete_task',
    'update_task',
  ]);
});

test('no tool takes the user from its caller', () => {
  for (const { name, input } of todoTools) expect(Object.keys(input.shape), name).not.toContain('user_id');
});

test.each([
  { tool: 'add_task', input: { title: '  Buy groceries ' }, valid: true },
  { tool: 'add_task', input: { title: '   ' }, valid: false },
  { tool: 'add_task', input: { title: 'x'.repeat(201) }, valid: false },
  { tool: 'add_task', input: { title: 'a\0b' }, valid: false },
  { tool: 'list_tasks', input: {}, valid: true },
  { tool: 'list_tasks', input: { status: 'late' }, valid: false },
  { tool: 'complete_task', input: { task_id: 0 }, valid: false },
  { tool: 'update_task', input: { task_id: 1, title: 'Call mom tonight' }, valid: true },
  { tool: 'update_task', input: { task_id: 1, user_id: 'someone' }, valid: false },
])('$tool takes $input: $valid', ({ tool, input, valid }) => {
  expect(named(tool).input.safeParse(input).success).toBe(valid);
});

test('a task is added, completed, updated, listed and deleted', async () => {
  expect(await call(ann, 'add_task', { title: ' Buy milk ' })).toEqual({
    task_id: 1,
    status: 'created',
    title: 'Buy milk',
  });
  expect(await call(ann, 'complete_task', { task_id: 1 })).toMatchObject({ status: 'completed' });
  expect(await call(ann, 'update_task', { task_id: 1, description: 'two' })).toMatchObject({ status: 'updated' });
  expect(await call(ann, 'list_tasks', { status: 'completed' })).toEqual({
    tasks: [expect.objectContaining({ id: 1, title: 'Buy milk', description: 'two', completed: true })],
  });
  expect(await call(ann, 'list_tasks', { status: 'pending' })).toEqual({ tasks: [] });
  expect(await call(ann, 'delete_task', { task_id: 1 })).toMatchObject({ status: 'deleted', title: 'Buy milk' });
  expect(await call(ann, 'list_tasks', {})).toEqual({ tasks: [] });
});

test.each(['complete_task', 'delete_task'])("%s does not find another person's task", async (name) => {
  await call(ann, 'add_task', { title: 'Private' });
  await expect(call(bob, name, { task_id: 1 })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' });
  expect(await call(bob, 'list_tasks', {})).toEqual({ tasks: [] });
});

test.each([
  { when: 'the task is not there', input: { task_id: 9, title: 'x' }, code: 'TASK_NOT_FOUND' },
  { when: 'no field is given', input: { task_id: 1 }, code: 'NOTHING_TO_CHANGE' },
])('an update is refused when $when', async ({ input, code }) => {
  await expect(call(ann, 'update_task', input)).rejects.toMatchObject({ code });
});
