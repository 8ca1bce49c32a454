import { expect, test } from 'vitest';
import { keptCall } from './kept-call.ts';

const call = (result: unknown) => ({ tool: 'list_tasks', parameters: {}, result, duration_ms: 1, is_error: false });
const tasks = (count: number, description: string, title = 'Buy milk') =>
  Array.from({ length: count }, (_, index) => ({ id: index + 1, title, description, tags: [] }));

test('a usual result is kept as it is', () => {
  const usual = call({ tasks: tasks(20, 'x'.repeat(1000)), total: 20 });
  expect(keptCall(usual)).toBe(usual);
});

test('of a long list numbers and titles are kept, and how many there are', () => {
  const kept = keptCall(call({ tasks: tasks(1000, 'x'.repeat(1000)), total: 1234 })).result as { tasks: object[] };
  expect(kept).toMatchObject({ total: 1234 });
  expect(kept.tasks).toHaveLength(1000);
  expect(kept.tasks.at(-1)).toEqual({ id: 1000, title: 'Buy milk' });
});

test.each([
  ['titles without end', { tasks: tasks(1000, '', 'ü'.repeat(200)), total: 1000 }],
  ['a text', 'x'.repeat(1_000_000)],
  ['something else', { anything: 'x'.repeat(1_000_000) }],
  ['a list of what is no task', { tasks: Array.from({ length: 100_000 }, () => 'x') }],
])('%s is not kept to its end', (_, result) => {
  expect(JSON.stringify(keptCall(call(result))).length).toBeLessThan(70_000);
});
