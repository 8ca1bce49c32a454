import { newTask, taskQuery, type NewTask, type TaskQuery, type TaskStore } from '@todo/todo';
import * as fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: TaskStore;

const tasks: readonly (NewTask & { completed?: boolean })[] = [
  { title: 'banana', priority: 'high', due_at: '2026-11-25T00:00:00Z', tags: ['food', 'work'] },
  { title: 'Apple', priority: 'low', due_at: '2026-11-23T00:00:00Z', tags: ['food'], completed: true },
  { title: 'Éclair', description: '100% butter_', due_at: '2026-11-24T00:00:00Z' },
  { title: 'zebra', priority: 'high', description: 'A \\ backslash', completed: true },
  { title: 'دودھ خریدیں', tags: ['گھر'] },
  { title: 'ÉTÉ', priority: 'low' },
];

beforeAll(async () => {
  scratch = await startScratch();
  store = taskStore(scratch.database);
  await scratch.reset('ann', 'bob');
  for (const { completed, ...task } of tasks) {
    const { id } = await store.add('ann', newTask.parse(task));
    if (completed) await store.change('ann', id, { completed });
  }
  await store.add('bob', newTask.parse({ title: 'banana', priority: 'high', tags: ['food'] }));
}, 120_000);
afterAll(() => scratch?.remove());

async function titles(query: Partial<TaskQuery>): Promise<readonly string[]> {
  const { tasks: page, total } = await store.list('ann', taskQuery.parse(query));
  const isWhole = query.skip === undefined && query.limit === undefined;
  expect(total).toBe(isWhole ? page.length : tasks.length);
  return page.map(({ title }) => title);
}

test.each<{ query: Partial<TaskQuery>; found: readonly string[] }>([
  { query: {}, found: tasks.map(({ title }) => title) },
  { query: { status: 'pending' }, found: ['banana', 'Éclair', 'دودھ خریدیں', 'ÉTÉ'] },
  { query: { status: 'completed' }, found: ['Apple', 'zebra'] },
  { query: { priority: 'high' }, found: ['banana', 'zebra'] },
  { query: { priority: 'high', status: 'pending' }, found: ['banana'] },
  { query: { tag: ' FOOD ' }, found: ['banana', 'Apple'] },
  { query: { tag: 'گھر' }, found: ['دودھ خریدیں'] },
  { query: { tag: 'foo' }, found: [] },
  { query: { due_before: '2026-11-24T00:00:00Z' }, found: ['Apple'] },
  { query: { due_after: '2026-11-24T00:00:00Z' }, found: ['banana', 'Éclair'] },
  { query: { due_after: '2026-11-23T00:00:00Z', due_before: '2026-11-24T05:00:00+05:00' }, found: ['Apple'] },
  { query: { q: 'APP' }, found: ['Apple'] },
  { query: { q: 'été' }, found: ['ÉTÉ'] },
  { query: { q: 'wor' }, found: ['banana'] },
  { query: { q: 'BUTTER' }, found: ['Éclair'] },
  { query: { q: '%' }, found: ['Éclair'] },
  { query: { q: '_' }, found: ['Éclair'] },
  { query: { q: '\\' }, found: ['zebra'] },
  { query: { q: `'; DROP TABLE tasks; --` }, found: [] },
  { query: { q: 'دودھ' }, found: ['دودھ خریدیں'] },
  { query: { sort: 'title' }, found: ['Apple', 'banana', 'Éclair', 'ÉTÉ', 'zebra', 'دودھ خریدیں'] },
  { query: { sort: 'title', order: 'desc', limit: 2 }, found: ['دودھ خریدیں', 'zebra'] },
  { query: { sort: 'due_date', limit: 3 }, found: ['Apple', 'Éclair', 'banana'] },
  { query: { sort: 'due_date', order: 'desc', limit: 3 }, found: ['banana', 'Éclair', 'Apple'] },
  { query: { sort: 'priority', limit: 2 }, found: ['Apple', 'ÉTÉ'] },
  { query: { sort: 'priority', order: 'desc', limit: 2 }, found: ['zebra', 'banana'] },
  { query: { order: 'desc', limit: 2 }, found: ['ÉTÉ', 'دودھ خریدیں'] },
  { query: { skip: 4 }, found: ['دودھ خریدیں', 'ÉTÉ'] },
])('$query finds $found', async ({ query, found }) => {
  expect(await titles(query)).toEqual(found);
});

test('the number of all is told with every page, also beyond the last one', async () => {
  for (const skip of [0, 2, 4, 6, 1_000_000, Number.MAX_SAFE_INTEGER]) {
    const { total } = await store.list('ann', taskQuery.parse({ skip, limit: 2 }));
    expect(total, `skip ${skip}`).toBe(6);
  }
  expect(await store.list('ann', taskQuery.parse({ skip: 9, status: 'completed' }))).toEqual({ tasks: [], total: 2 });
});

test('every combination of filters and orders gives what filtering and sorting the whole list gives', async () => {
  const everything = (await store.list('ann', taskQuery.parse({}))).tasks;
  const moment = fc.constantFrom('2026-11-23T00:00:00.000Z', '2026-11-24T00:00:00.000Z', '2026-11-25T00:00:00.000Z');
  const some = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: undefined });
  const queries = fc.record({
    status: fc.constantFrom('all', 'pending', 'completed'),
    priority: some(fc.constantFrom<NonNullable<NewTask['priority']>>('low', 'medium', 'high')),
    tag: some(fc.constantFrom('food', 'work', 'none')),
    due_before: some(moment),
    due_after: some(moment),
    q: some(fc.constantFrom('a', 'E', 'butter', 'food')),
    sort: fc.constantFrom('created', 'title', 'due_date', 'priority'),
    order: fc.constantFrom('asc', 'desc'),
  });
  await fc.assert(
    fc.asyncProperty(queries, fc.nat(4), fc.integer({ min: 1, max: 4 }), async (given, skip, limit) => {
      const query = taskQuery.parse(
        Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
      );
      const whole = await store.list('ann', query);
      const matching = everything.filter(
        (task) =>
          (given.status === 'all' || task.completed === (given.status === 'completed')) &&
          (given.priority === undefined || task.priority === given.priority) &&
          (given.tag === undefined || task.tags.includes(given.tag)) &&
          (given.due_before === undefined || (task.due_at !== null && task.due_at < given.due_before)) &&
          (given.due_after === undefined || (task.due_at !== null && task.due_at >= given.due_after)) &&
          (given.q === undefined ||
            [task.title, task.description ?? '', ...task.tags].some((text) =>
              text.toLowerCase().includes(given.q!.toLowerCase()),
            )),
      );
      const ids = (list: readonly { id: number }[]): ReadonlySet<number> => new Set(list.map(({ id }) => id));
      expect(ids(whole.tasks)).toEqual(ids(matching));
      expect(whole.total).toBe(matching.length);
      const page = await store.list('ann', { ...query, skip, limit });
      expect(page).toEqual({ tasks: whole.tasks.slice(skip, skip + limit), total: matching.length });
    }),
    { numRuns: 200 },
  );
}, 60_000);
