import { beforeEach, expect, test } from 'vitest';
import type { ToolCaller, ToolCallRecord } from '../assistant.ts';
import { gateDeletions, type GatedTools } from './deletion-gate.ts';

const tasks = [1, 2, 3].map((id) => ({ id, title: `Task ${id}` }));
let done: string[];
let gate: GatedTools;

/** Tools that note what reaches them. */
const tools: ToolCaller = {
  list: async () => [],
  async call(tool, parameters): Promise<ToolCallRecord> {
    const id = parameters['task_id'];
    if (tool !== 'list_tasks') done.push(`${tool} ${String(id)}`);
    const is_error = tool === 'delete_task' && !tasks.some((task) => task.id === id);
    return { tool, parameters, result: tool === 'list_tasks' ? { tasks } : {}, duration_ms: 1, is_error };
  },
};
beforeEach(() => {
  done = [];
  gate = gateDeletions(tools);
});

test('one deletion goes through', async () => {
  const record = await gate.call('delete_task', { task_id: 1 });
  expect(done).toEqual(['delete_task 1']);
  expect(gate.isHeld(record)).toBe(false);
  expect(gate.held).toEqual([]);
});

test('every further deletion waits, and is named by its title', async () => {
  await gate.call('delete_task', { task_id: 1 });
  const records = [await gate.call('delete_task', { task_id: 2 }), await gate.call('delete_task', { task_id: 3 })];
  expect(done).toEqual(['delete_task 1']);
  expect(records.every((record) => gate.isHeld(record) && !record.is_error)).toBe(true);
  expect(gate.held).toEqual([tasks[1], tasks[2]]);
});

test('of several deletions that are asked for at once none goes through', async () => {
  for (const { id } of tasks) await gate.call('delete_task', { task_id: id }, { hold: true });
  expect(done).toEqual([]);
  expect(gate.held).toEqual(tasks);
});

test('deletions that race do not pass the gate together', async () => {
  await Promise.all(tasks.map(({ id }) => gate.call('delete_task', { task_id: id })));
  expect(done).toHaveLength(1);
  expect(gate.held).toHaveLength(2);
});

test('a deletion after a failed one waits too: the failure may have been of the answer', async () => {
  await gate.call('delete_task', { task_id: 99 });
  await gate.call('delete_task', { task_id: 1 });
  expect(done).toEqual(['delete_task 99']);
  expect(gate.held).toEqual([tasks[0]]);
});

test('the same task is asked about once', async () => {
  for (const id of [1, 1, 2]) await gate.call('delete_task', { task_id: id }, { hold: true });
  expect(gate.held).toEqual([tasks[0], tasks[1]]);
});

test.each([{ task_id: '1' }, { task_id: 1.5 }, { task_id: null }, {}])(
  'a deletion of %o is refused before it reaches anybody',
  async (parameters) => {
    expect((await gate.call('delete_task', parameters)).is_error).toBe(true);
    expect(done).toEqual([]);
  },
);

test('a task that the person does not have is no part of a question', async () => {
  const record = await gate.call('delete_task', { task_id: 99 }, { hold: true });
  expect(record.is_error).toBe(true);
  expect(gate.held).toEqual([]);
});

test('other tools are not touched', async () => {
  for (const id of [1, 2]) await gate.call('complete_task', { task_id: id });
  expect(done).toEqual(['complete_task 1', 'complete_task 2']);
});
