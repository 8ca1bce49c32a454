import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { TaskStore } from '@todo/todo';
import { openDatabase, type Database } from './database.ts';
import { migrate } from './migrate.ts';
import { knownMigrations } from './migrations.ts';
import { taskStore } from './task-store.ts';
import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { DatabaseUnavailable } from './unavailable.ts';

let postgres: TestPostgres;
let database: Database;
let store: TaskStore;

beforeAll(async () => {
  postgres = await startTestPostgres();
  await migrate({ databaseUrl: postgres.url, migrations: knownMigrations() });
  database = openDatabase(postgres.url);
  store = taskStore(database);
}, 120_000);
beforeEach(() => database.query('DELETE FROM tasks'));
afterAll(async () => {
  await database?.close();
  await postgres?.remove();
});

test('a task comes back as it was added', async () => {
  const title = `'; DROP TABLE tasks; -- 🎉 اردو`;
  const added = await store.add('ann', { title });
  expect(added).toEqual({
    id: expect.any(Number),
    title,
    description: null,
    completed: false,
    created_at: expect.stringMatching(/Z$/),
    updated_at: added.created_at,
  });
  expect(await store.list('ann', 'all')).toEqual([added]);
});

test('the list is in the order of adding, and filtered', async () => {
  const first = await store.add('ann', { title: 'first' });
  const second = await store.add('ann', { title: 'second', description: 'more' });
  const done = await store.change('ann', first.id, { completed: true });
  expect(await store.list('ann', 'all')).toEqual([done, second]);
  expect(await store.list('ann', 'pending')).toEqual([second]);
  expect(await store.list('ann', 'completed')).toEqual([done]);
});

test('a change sets the given fields alone, and the time', async () => {
  const { id, updated_at } = await store.add('ann', { title: 'old', description: 'kept' });
  const changed = await store.change('ann', id, { title: 'new' });
  expect(changed).toMatchObject({ title: 'new', description: 'kept', completed: false });
  expect(Date.parse(changed?.updated_at ?? '')).toBeGreaterThanOrEqual(Date.parse(updated_at));
});

test('what is deleted is given back, and gone', async () => {
  const added = await store.add('ann', { title: 'gone' });
  expect(await store.remove('ann', added.id)).toEqual(added);
  expect(await store.remove('ann', added.id)).toBeUndefined();
});

test("another person's task can't be seen, changed or deleted by its number", async () => {
  const { id } = await store.add('ann', { title: 'private' });
  expect(await store.list('bob', 'all')).toEqual([]);
  expect(await store.change('bob', id, { title: 'taken' })).toBeUndefined();
  expect(await store.remove('bob', id)).toBeUndefined();
  expect(await store.list('ann', 'all')).toMatchObject([{ id, title: 'private' }]);
});

test('a statement that the database refuses is no outage', async () => {
  await expect(store.add('ann', { title: 'x'.repeat(201) })).rejects.toMatchObject({ code: '23514' });
  await expect(database.query('SELECT nonsense')).rejects.not.toBeInstanceOf(DatabaseUnavailable);
});

test.each([
  { when: 'its port is closed', url: () => 'postgres://todo@127.0.0.1:9/postgres' },
  { when: 'it has no such database', url: () => postgres.url.replace(/postgres$/, 'nothing') },
])('the database is unavailable when $when', async ({ url }) => {
  const other = openDatabase(url());
  await expect(taskStore(other).list('ann', 'all')).rejects.toBeInstanceOf(DatabaseUnavailable);
  await other.close();
});
