import { taskQuery } from '@todo/todo';
import { addUser, startTestPostgres, type TestPostgres } from '@todo/testing';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { knownMigrations } from './migrations.ts';
import { taskStore } from './task-store.ts';
import { previousRelease } from './testing/previous-release.ts';

const migrations = knownMigrations();
const [first, ...later] = migrations;
let postgres: TestPostgres;
let old: pg.Pool;

beforeEach(async () => {
  postgres = await startTestPostgres();
  await migrate({ databaseUrl: postgres.url, migrations: [first!] });
  old = new pg.Pool({ connectionString: postgres.url, max: 2 });
}, 120_000);
afterEach(async () => {
  await old?.end();
  await postgres?.remove();
});

const asked = async (name: keyof Omit<typeof previousRelease, 'migrations'>, values: unknown[] = []) =>
  (await old.query<Record<string, unknown>>(previousRelease[name], values)).rows;

/** All that the previous release did with tasks; throws when one of it does not work any more. */
async function useOldRelease(userId: string): Promise<void> {
  const [added] = await asked('add', [userId, 'old', null]);
  expect(added).toMatchObject({ title: 'old', description: null, completed: false });
  const [changed] = await asked('change', [userId, added?.['id'], null, 'more', true]);
  expect(changed).toMatchObject({ title: 'old', description: 'more', completed: true });
  expect(await asked('list', [userId, true])).toContainEqual(changed);
  expect(await asked('list', [userId, false])).not.toContainEqual(changed);
  expect(await asked('remove', [userId, added?.['id']])).toEqual([changed]);
}

test('the previous release finds its schema current, and works, before and after the migrations', async () => {
  await useOldRelease('ann');
  await migrate({ databaseUrl: postgres.url, migrations });
  await addUser(postgres.url, 'ann');
  expect(await asked('ledger')).toEqual([{ there: true }]);
  const names = (await asked('applied')).map(({ name }) => name);
  for (const name of previousRelease.migrations) expect(names).toContain(name);
  await useOldRelease('ann');
}, 60_000);

test('it works on while the migrations run', async () => {
  const stop = new AbortController();
  let rounds = 0;
  const work = (async () => {
    while (!stop.signal.aborted) {
      await asked('list', ['ann', null]);
      rounds++;
    }
  })();
  for (const upTo of later.keys())
    await migrate({ databaseUrl: postgres.url, migrations: migrations.slice(0, upTo + 2) });
  stop.abort();
  await work;
  expect(rounds).toBeGreaterThan(0);
  await addUser(postgres.url, 'ann');
  await useOldRelease('ann');
}, 60_000);

test('both releases see and change the same tasks, and the version counts what either of them does', async () => {
  await migrate({ databaseUrl: postgres.url, migrations });
  await addUser(postgres.url, 'ann');
  const database = openDatabase(postgres.url);
  const store = taskStore(database);
  const [added] = await asked('add', ['ann', 'by the old', null]);
  const id = Number(added?.['id']);
  expect(await store.get('ann', id)).toMatchObject({ priority: 'medium', tags: [], recurrence: null, version: 1 });
  await asked('change', ['ann', id, 'changed by the old', null, null]);
  await expect(store.change('ann', id, { title: 'x' }, { ifVersion: 1 })).rejects.toMatchObject({
    code: 'VERSION_CONFLICT',
  });
  await store.change(
    'ann',
    id,
    { tags: ['new'], due_at: '2026-11-22T12:00:00Z', recurrence: 'daily' },
    { ifVersion: 2 },
  );
  expect(await asked('change', ['ann', id, null, null, true])).toMatchObject([{ title: 'changed by the old' }]);
  expect(await store.get('ann', id)).toMatchObject({ tags: ['new'], completed: true, version: 4 });
  expect((await store.list('ann', taskQuery.parse({}))).total).toBe(1);
  await database.close();
}, 60_000);

test('tasks from before there were accounts stay', async () => {
  const [added] = await asked('add', ['somebody', 'from before', null]);
  await migrate({ databaseUrl: postgres.url, migrations });
  expect(await asked('list', ['somebody', null])).toEqual([added]);
  expect(await asked('change', ['somebody', added?.['id'], 'changed', null, null])).toMatchObject([
    { title: 'changed' },
  ]);
  expect(await asked('remove', ['somebody', added?.['id']])).toHaveLength(1);
}, 60_000);
