import { newTask, taskQuery, type NewTask, type Task, type TaskStore } from '@todo/todo';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: TaskStore;
let other: TaskStore;

beforeAll(async () => {
  scratch = await startScratch();
  store = taskStore(scratch.database);
  other = taskStore(scratch.replica);
}, 120_000);
beforeEach(() => scratch.reset('ann'));
afterAll(() => scratch?.remove());

const all = async (): Promise<readonly Task[]> => (await store.list('ann', taskQuery.parse({}))).tasks;
const recurring = (fields: Partial<NewTask> = {}): Promise<Task> =>
  store.add(
    'ann',
    newTask.parse({ title: 'Pay rent', due_at: '2050-01-31T09:30:00Z', recurrence: 'monthly', ...fields }),
  );

test('a recurring task that is completed comes back once, as it was, with its next due date', async () => {
  const { id } = await recurring({ description: 'the whole of it', priority: 'high', tags: ['home'] });
  await store.change('ann', id, { completed: true });
  const [done, next, ...more] = await all();
  expect(done).toMatchObject({ id, completed: true, due_at: '2050-01-31T09:30:00.000Z', recurrence: 'monthly' });
  expect(next).toMatchObject({
    title: 'Pay rent',
    description: 'the whole of it',
    priority: 'high',
    tags: ['home'],
    recurrence: 'monthly',
    completed: false,
    due_at: '2050-02-28T09:30:00.000Z',
    version: 1,
  });
  expect(more).toEqual([]);
  const events = await scratch.database.query('SELECT event_type, task_id::int FROM task_events ORDER BY id');
  expect(events).toEqual([
    { event_type: 'created', task_id: id },
    { event_type: 'created', task_id: next?.id },
    { event_type: 'completed', task_id: id },
  ]);
});

test('the 31st stays the 31st, though a month between was shorter', async () => {
  let { id } = await recurring();
  const dates = [];
  for (let month = 0; month < 4; month++) {
    await store.change('ann', id, { completed: true });
    const next = (await all()).at(-1)!;
    dates.push(next.due_at?.slice(0, 10));
    ({ id } = next);
  }
  expect(dates).toEqual(['2050-02-28', '2050-03-31', '2050-04-30', '2050-05-31']);
});

test('a new due date gives the series a new day', async () => {
  const { id } = await recurring();
  await store.change('ann', id, { due_at: '2050-02-15T09:30:00Z' });
  await store.change('ann', id, { completed: true });
  expect((await all()).at(-1)).toMatchObject({ due_at: '2050-03-15T09:30:00.000Z' });
});

test('an overdue task comes back in the future', async () => {
  const { id } = await recurring({ due_at: '2020-01-31T09:30:00Z', recurrence: 'daily' });
  await store.change('ann', id, { completed: true });
  const due = Date.parse((await all()).at(-1)?.due_at ?? '');
  expect(due).toBeGreaterThanOrEqual(Date.now() - 60_000);
  expect(due).toBeLessThanOrEqual(Date.now() + 86_400_000);
});

test('completing it at once on two replicas, or again after it was reopened, adds no second one', async () => {
  const { id } = await recurring();
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? store : other).change('ann', id, { completed: true })),
  );
  await store.change('ann', id, { completed: false });
  await store.change('ann', id, { completed: true });
  expect(await all()).toHaveLength(2);
});

test('a series ends with the calendar', async () => {
  const { id } = await recurring({ due_at: '9999-12-31T09:30:00Z', recurrence: 'yearly' });
  await store.change('ann', id, { completed: true });
  expect(await all()).toMatchObject([{ id, completed: true }]);
});

test('a recurrence needs a due date, also where only one of both is changed', async () => {
  const refused = { code: 'RECURRENCE_NEEDS_DUE_DATE' };
  await expect(store.add('ann', newTask.parse({ title: 'x', recurrence: 'daily' }))).rejects.toMatchObject(refused);
  const { id } = await recurring();
  await expect(store.change('ann', id, { due_at: null })).rejects.toMatchObject(refused);
  expect(await store.change('ann', id, { due_at: null, recurrence: null })).toMatchObject({ due_at: null });
  await expect(store.change('ann', id, { recurrence: 'daily' })).rejects.toMatchObject(refused);
});
