import { newTask, taskQuery, type TaskStore } from '@todo/todo';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { idempotencyStore } from './idempotency-store.ts';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: TaskStore;
beforeAll(async () => {
  scratch = await startScratch();
  store = taskStore(scratch.database);
}, 120_000);
beforeEach(() => scratch.reset('ann'));
afterAll(() => scratch?.remove());

const task = newTask.parse({ title: 'x' });
const total = async (): Promise<number> => (await taskStore(scratch.replica).list('ann', taskQuery.parse({}))).total;

test('what several stores do within a transaction takes effect together', async () => {
  const keys = idempotencyStore(scratch.database);
  await keys.begin('ann', 'k', 'POST tasks', 'h');
  await keys.together(async () => {
    const { id } = await store.add('ann', task);
    expect(await total()).toBe(0);
    expect(await store.get('ann', id)).toBeDefined();
    expect((await store.list('ann', taskQuery.parse({}))).total).toBe(1);
    await keys.finish('ann', 'k', 201, { id });
  });
  expect(await total()).toBe(1);
  expect(await keys.begin('ann', 'k', 'POST tasks', 'h')).toMatchObject({ state: 'done' });
});

test('nothing of it takes effect when one part fails', async () => {
  const keys = idempotencyStore(scratch.database);
  await keys.begin('ann', 'k', 'POST tasks', 'h');
  const failed = keys.together(async () => {
    await store.add('ann', task);
    await keys.finish('ann', 'k', 201, {});
    throw new RangeError('too late');
  });
  await expect(failed).rejects.toThrow(RangeError);
  expect(await total()).toBe(0);
  expect(await keys.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'in-progress' });
});

test('a transaction within another is a part of it', async () => {
  const { id } = await store.add('ann', task);
  const failed = scratch.database.transaction(async () => {
    await store.change('ann', id, { title: 'changed' });
    throw new RangeError('too late');
  });
  await expect(failed).rejects.toThrow(RangeError);
  expect(await store.get('ann', id)).toMatchObject({ title: 'x', version: 1 });
});

test('calls beside it, and what it leaves running behind it, are no part of it', async () => {
  const inside = Promise.withResolvers<void>();
  const left = Promise.withResolvers<void>();
  let late: Promise<unknown> = Promise.resolve();
  const failing = scratch.database.transaction(async () => {
    late = left.promise.then(() => store.add('ann', newTask.parse({ title: 'behind' })));
    inside.resolve();
    await store.add('ann', newTask.parse({ title: 'within' }));
    throw new RangeError('too late');
  });
  const failed = failing.catch((error: unknown) => error);
  await inside.promise;
  await store.add('ann', newTask.parse({ title: 'beside' }));
  expect(await failed).toBeInstanceOf(RangeError);
  left.resolve();
  await late;
  const { tasks } = await store.list('ann', taskQuery.parse({}));
  expect(tasks.map(({ title }) => title)).toEqual(['beside', 'behind']);
});

test('a user whose account is gone begins no request', async () => {
  const keys = idempotencyStore(scratch.database);
  await expect(keys.begin('nobody', 'k', 'r', 'h')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
});
