import { expect, test } from 'vitest';
import { todoTools } from './tools.ts';

const named = (name: string): (typeof todoTools)[number] => {
  const tool = todoTools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`there is no tool ${name}`);
  return tool;
};

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
  { tool: 'list_tasks', input: {}, valid: true },
  { tool: 'list_tasks', input: { status: 'late' }, valid: false },
  { tool: 'complete_task', input: { task_id: 0 }, valid: false },
  { tool: 'update_task', input: { task_id: 1, title: 'Call mom tonight' }, valid: true },
  { tool: 'update_task', input: { task_id: 1, user_id: 'someone' }, valid: false },
])('$tool takes $input: $valid', ({ tool, input, valid }) => {
  expect(named(tool).input.safeParse(input).success).toBe(valid);
});
