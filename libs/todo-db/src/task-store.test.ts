import { newTask, taskQuery, type TaskStore } from '@todo/todo';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { taskStore } from './task-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';
import { DatabaseUnavailable } from './unavailable.ts';

let scratch: Scratch;
let store: TaskStore;
let other: TaskStore;
const all = taskQuery.parse({});

beforeAll(async () => {
  scratch = await startScratch();
  store = taskStore(scratch.database);
  other = taskStore(scratch.replica);
}, 120_000);
beforeEach(() => scratch.reset('ann', 'bob'));
afterAll(() => scratch?.remove());

interface Event {
  readonly event_type: string;
  readonly task_id: string;
  readonly user_id: string;
  readonly task_data: { readonly title: string };
}
const events = (): Promise<readonly Event[]> => scratch.database.query<Event>('SELECT * FROM task_events ORDER BY id');
const eventTypes = async (): Promise<readonly string[]> => (await events()).map(({ event_type }) => event_type);

test('a task comes back as it was added, by its number and in the list', async () => {
  const added = await store.add('ann', newTask.parse({ title: 'Buy milk' }));
  expect(added).toEqual({
    id: expect.any(Number),
    user_id: 'ann',
    title: 'Buy milk',
    description: null,
    completed: false,
    priority: 'medium',
    due_at: null,
    tags: [],
    recurrence: null,
    version: 1,
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    updated_at: added.created_at,
  });
  expect(await store.get('ann', added.id)).toEqual(added);
  expect(await other.list('ann', all)).toEqual({ tasks: [added], total: 1 });
});

test('every field that is given is kept', async () => {
  const given = newTask.parse({
    title: 'Water the plants',
    description: 'all of them',
    priority: 'high',
    due_at: '2026-11-22T17:00:00+05:00',
    tags: [' Home', 'GARDEN', 'home'],
    recurrence: 'weekly',
  });
  const added = await store.add('ann', given);
  expect(added).toMatchObject({ ...given, due_at: '2026-11-22T12:00:00.000Z', tags: ['home', 'garden'] });
  expect(await store.get('ann', added.id)).toEqual(added);
  expect((await store.list('ann', all)).tasks).toEqual([added]);
});

test.each([
  `'; DROP TABLE tasks; --`,
  '$1 %s {0} ${x} {{x}}',
  '"quoted", {braces}, back\\slash, NULL',
  '<script>alert(1)</script>',
  'اردو میں ایک کام ‏',
  '👩‍👩‍👧‍👦 🎉 e\u0301 \u200b\u202e',
  '\ttab\nline\r\nline',
])('%j is kept verbatim in every text', async (text) => {
  const tag = text.trim().toLowerCase().slice(0, 30).toWellFormed();
  const added = await store.add('ann', { title: text, description: text, tags: [tag] });
  expect(added).toMatchObject({ title: text, description: text, tags: [tag] });
  expect((await store.list('ann', { ...all, q: text, tag })).tasks).toEqual([added]);
  expect((await events()).at(-1)?.task_data).toMatchObject({ title: text, description: text, tags: [tag] });
});

test('a change sets the given fields alone, counts the version, and null takes a value away', async () => {
  const { id } = await store.add('ann', {
    title: 'old',
    description: 'kept',
    tags: ['a'],
    due_at: '2026-11-22T12:00:00Z',
  });
  const changed = await store.change('ann', id, { title: 'new', priority: 'low' });
  expect(changed).toMatchObject({ title: 'new', description: 'kept', priority: 'low', tags: ['a'], version: 2 });
  const emptied = await store.change('ann', id, { description: null, due_at: null, tags: [] });
  expect(emptied).toMatchObject({ title: 'new', description: null, due_at: null, tags: [], version: 3 });
  expect(Date.parse(emptied?.updated_at ?? '')).toBeGreaterThanOrEqual(Date.parse(changed?.updated_at ?? ''));
  expect(await store.get('ann', id)).toEqual(emptied);
});

test('a change that changes nothing leaves version and events alone', async () => {
  const added = await store.add('ann', { title: 'same', tags: ['a', 'b'] });
  expect(await store.change('ann', added.id, { title: 'same', completed: false, tags: ['a', 'b'] })).toEqual(added);
  expect(await eventTypes()).toEqual(['created']);
});

test('every change writes its event with the task as it is then', async () => {
  const { id } = await store.add('ann', { title: 'one' });
  await store.change('ann', id, { title: 'two' });
  await store.change('ann', id, { completed: true });
  await store.change('ann', id, { completed: false });
  await store.remove('ann', id);
  expect((await events()).map((event) => [event.event_type, event.task_data.title])).toEqual([
    ['created', 'one'],
    ['updated', 'two'],
    ['completed', 'two'],
    ['reopened', 'two'],
    ['deleted', 'two'],
  ]);
  expect((await events())[2]).toMatchObject({
    task_id: String(id),
    user_id: 'ann',
    task_data: { id, user_id: 'ann', completed: true, version: 3, tags: [], priority: 'medium' },
  });
});

test('a refused change writes no event', async () => {
  const { id } = await store.add('ann', { title: 'one' });
  await expect(store.change('ann', id, { title: 'x'.repeat(201) })).rejects.toMatchObject({ code: '23514' });
  await expect(store.change('ann', id, { title: 'x' }, { ifVersion: 7 })).rejects.toMatchObject({
    code: 'VERSION_CONFLICT',
  });
  await expect(store.remove('ann', id, { ifVersion: 7 })).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
  expect(await eventTypes()).toEqual(['created']);
});

test('a change under the version that was seen goes through', async () => {
  const { id, version } = await store.add('ann', { title: 'one' });
  expect(await store.change('ann', id, { title: 'two' }, { ifVersion: version })).toMatchObject({ version: 2 });
  expect(await store.remove('ann', id, { ifVersion: 2 })).toMatchObject({ title: 'two' });
});

test('of many changes at once under the same version, on two replicas, one goes through', async () => {
  const { id, version } = await store.add('ann', { title: 'race' });
  const tries = Array.from({ length: 20 }, (_, n) =>
    (n % 2 === 0 ? store : other).change('ann', id, { title: `winner ${n}` }, { ifVersion: version }).then(
      () => 'through',
      (error: { code?: string }) => error.code,
    ),
  );
  const outcomes = await Promise.all(tries);
  expect(outcomes.filter((outcome) => outcome === 'through')).toHaveLength(1);
  expect(outcomes.filter((outcome) => outcome === 'VERSION_CONFLICT')).toHaveLength(19);
  expect(await eventTypes()).toEqual(['created', 'updated']);
});

test('changes at once without a version all take effect, one after the other', async () => {
  const { id } = await store.add('ann', { title: 'race' });
  await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? store : other).change('ann', id, { title: `title ${n}` })),
  );
  expect(await store.get('ann', id)).toMatchObject({ version: 11 });
  expect(await eventTypes()).toHaveLength(11);
});

test('what is deleted is given back, and gone', async () => {
  const added = await store.add('ann', { title: 'gone' });
  expect(await store.remove('ann', added.id)).toEqual(added);
  expect(await store.remove('ann', added.id)).toBeUndefined();
  expect(await store.remove('ann', added.id, { ifVersion: 1 })).toBeUndefined();
  expect(await store.get('ann', added.id)).toBeUndefined();
  expect(await store.change('ann', added.id, { title: 'back' })).toBeUndefined();
});

test("another person's task can't be seen, changed or deleted by its number", async () => {
  const { id } = await store.add('ann', { title: 'private' });
  expect(await store.get('bob', id)).toBeUndefined();
  expect(await store.list('bob', all)).toEqual({ tasks: [], total: 0 });
  expect(await store.change('bob', id, { title: 'taken' })).toBeUndefined();
  expect(await store.change('bob', id, { title: 'taken' }, { ifVersion: 1 })).toBeUndefined();
  expect(await store.remove('bob', id)).toBeUndefined();
  expect(await store.remove('bob', id, { ifVersion: 9 })).toBeUndefined();
  expect((await store.list('ann', all)).tasks).toMatchObject([{ id, title: 'private', version: 1 }]);
});

test('a user whose account is gone gets no task, and their tasks go with it', async () => {
  await store.add('ann', { title: 'old' });
  await scratch.database.query(`DELETE FROM "user" WHERE id = 'ann'`);
  await expect(store.add('ann', { title: 'new' })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
  expect(await store.list('ann', all)).toEqual({ tasks: [], total: 0 });
  expect(await events()).toEqual([]);
});

test('a number beyond all numbers is no task', async () => {
  expect(await store.get('ann', Number.MAX_SAFE_INTEGER)).toBeUndefined();
});

test('a statement that the database refuses is no outage', async () => {
  await expect(store.add('ann', { title: 'x'.repeat(201) })).rejects.toMatchObject({ code: '23514' });
  await expect(store.add('ann', { title: 'a\0b' })).rejects.not.toBeInstanceOf(DatabaseUnavailable);
  await expect(scratch.database.query('SELECT nonsense')).rejects.not.toBeInstanceOf(DatabaseUnavailable);
});

test.each([
  { when: 'its port is closed', url: () => 'postgres://todo@127.0.0.1:9/postgres' },
  { when: 'it has no such database', url: () => scratch.postgres.url.replace(/postgres$/, 'nothing') },
])('the database is unavailable when $when', async ({ url }) => {
  const away = openDatabase(url());
  const lost = taskStore(away);
  await expect(lost.list('ann', all)).rejects.toBeInstanceOf(DatabaseUnavailable);
  await expect(lost.get('ann', 1)).rejects.toBeInstanceOf(DatabaseUnavailable);
  await expect(lost.add('ann', { title: 'x' })).rejects.toBeInstanceOf(DatabaseUnavailable);
  await expect(lost.change('ann', 1, { title: 'x' })).rejects.toBeInstanceOf(DatabaseUnavailable);
  await away.close();
});
