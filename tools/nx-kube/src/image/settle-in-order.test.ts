import { expect, test } from 'vitest';

import { settleInOrder } from './settle-in-order.ts';

const collect = async (dependencies: Record<string, string[]>, failing: string[] = []): Promise<string[]> => {
  const seen: string[] = [];
  const outcomes = settleInOrder(dependencies, async (task) => ({
    task,
    result: { success: !failing.includes(task) },
  }));
  for await (const { task } of outcomes) seen.push(task);
  return seen;
};

test('a base comes before what builds on it', async () => {
  expect(await collect({ app: ['base'], base: ['elsewhere'] })).toEqual(['base', 'app']);
});

test('what builds on a failure is not run, the rest is', async () => {
  expect(await collect({ app: ['base'], base: [], other: [] }, ['base'])).toEqual(['base', 'other']);
});
