import { beforeEach, expect, test } from 'vitest';
import { decideChange, fieldsOfNew, type StoredTask } from './change.ts';
import { versionConflict } from './error.ts';
import type { Task } from './task.ts';
import type { Owner, TaskStore } from './task-store.ts';
import { todoTools, type TodoTool } from './tools.ts';

const at = '2026-11-21T12:00:00.000Z';

/** The port in memory, as far as tools need it; the real one has its own tests against Postgres. */
function memory(): TaskStore {
  const kept = new Map<number, StoredTask>();
  const own = (userId: string, id: number): StoredTask | undefined => {
    const task = kept.get(id);
    return task?.user_id === userId ? task : undefined;
  };
  return {
    async add(userId, task) {
      const id = kept.size + 1;
      const made = { id, user_id: userId, version: 1, created_at: at, updated_at: at, successor_id: null };
      kept.set(id, { ...made, ...fieldsOfNew(task) });
      return shown(kept.get(id)!);
    },
    async get(userId, id) {
      const task = own(userId, id);
      return task && shown(task);
    },
    async list(userId, { status }) {
      const all = [...kept.values()].filter((task) => task.user_id === userId);
      const tasks = all
        .filter(({ completed }) => status === 'all' || completed === (status === 'completed'))
        .map(shown);
      return { tasks, total: tasks.length };
    },
    async change(userId, id, change, { ifVersion } = {}) {
      const task = own(userId, id);
      if (!task) return undefined;
      if (ifVersion !== undefined && ifVersion !== task.version) throw versionConflict('change the task', id);
      const decided = decideChange(task, change, new Date(at));
      if (decided) kept.set(id, { ...task, ...decided.fields, version: task.version + 1 });
      return shown(kept.get(id)!);
    },
    async remove(userId, id) {
      const task = own(userId, id);
      if (task) kept.delete(id);
      return task && shown(task);
    },
  };
}

function shown({ recurrence_day: _day, successor_id: _successor, ...task }: StoredTask): Task {
  return task;
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

test.each(['add_task', 'list_tasks', 'complete_task', 'delete_task', 'update_task'])(
  '%s takes the user who is signed in as an argument, and refuses another one',
  async (name) => {
    await call(ann, 'add_task', { title: 'Private' });
    const input = { add_task: { title: 'x' }, list_tasks: {}, update_task: { task_id: 1, title: 'x' } }[name] ?? {
      task_id: 1,
    };
    await expect(call(ann, name, { ...input, user_id: 'bob' })).rejects.toMatchObject({ code: 'NOT_YOURSELF' });
    await expect(call(bob, name, { ...input, user_id: 'ann' })).rejects.toMatchObject({ code: 'NOT_YOURSELF' });
    expect(await call(ann, 'list_tasks', {})).toMatchObject({ tasks: [{ title: 'Private', completed: false }] });
    expect(await call(ann, name, { ...input, user_id: 'ann' })).toBeDefined();
    expect(named(name).input.safeParse({ ...input, user_id: 7 }).success).toBe(false);
  },
);

test.each([
  { tool: 'add_task', input: { title: '  Buy groceries ' }, valid: true },
  { tool: 'add_task', input: { title: '   ' }, valid: false },
  { tool: 'add_task', input: { title: 'x'.repeat(201) }, valid: false },
  { tool: 'add_task', input: { title: 'a\0b' }, valid: false },
  { tool: 'list_tasks', input: {}, valid: true },
  { tool: 'list_tasks', input: { status: 'late' }, valid: false },
  { tool: 'complete_task', input: { task_id: 0 }, valid: false },
  { tool: 'update_task', input: { task_id: 1, title: 'Call mom tonight' }, valid: true },
  { tool: 'update_task', input: { task_id: 1, owner: 'someone' }, valid: false },
  {
    tool: 'add_task',
    input: { title: 'x', priority: 'high', due_at: '2026-11-22T17:00:00Z', tags: ['a'], recurrence: 'daily' },
    valid: true,
  },
  { tool: 'list_tasks', input: { priority: 'high', tag: 'a', q: 'milk', sort: 'due_date', limit: 10 }, valid: true },
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
    total: 1,
  });
  expect(await call(ann, 'list_tasks', { status: 'pending' })).toEqual({ tasks: [], total: 0 });
  expect(await call(ann, 'delete_task', { task_id: 1 })).toMatchObject({ status: 'deleted', title: 'Buy milk' });
  expect(await call(ann, 'list_tasks', {})).toEqual({ tasks: [], total: 0 });
});

test.each(['complete_task', 'delete_task'])("%s does not find another person's task", async (name) => {
  await call(ann, 'add_task', { title: 'Private' });
  await expect(call(bob, name, { task_id: 1 })).rejects.toMatchObject({ code: 'TASK_NOT_FOUND' });
  expect(await call(bob, 'list_tasks', {})).toEqual({ tasks: [], total: 0 });
});

test.each([
  { when: 'the task is not there', input: { task_id: 9, title: 'x' }, code: 'TASK_NOT_FOUND' },
  { when: 'no field is given', input: { task_id: 1 }, code: 'NOTHING_TO_CHANGE' },
])('an update is refused when $when', async ({ input, code }) => {
  await expect(call(ann, 'update_task', input)).rejects.toMatchObject({ code });
});
