import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { knownMigrations } from './migrations.ts';
import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { DatabaseUnavailable } from './unavailable.ts';
import { waitForSchema } from './wait-for-schema.ts';

let postgres: TestPostgres;
const migrations = knownMigrations();

async function sql(text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: postgres.url });
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

beforeAll(async () => {
  postgres = await startTestPostgres();
}, 120_000);
beforeEach(() => sql('DROP SCHEMA public CASCADE; CREATE SCHEMA public'));
afterAll(() => postgres?.remove());

test('an empty database gets every migration once', async () => {
  expect(await migrate({ databaseUrl: postgres.url, migrations })).toEqual(migrations.map(({ name }) => name));
  expect(await migrate({ databaseUrl: postgres.url, migrations })).toEqual([]);
});

test('five runners at once apply each migration once', async () => {
  const made = await Promise.all(Array.from({ length: 5 }, () => migrate({ databaseUrl: postgres.url, migrations })));
  expect(made.flat()).toEqual(migrations.map(({ name }) => name));
});

test('when the runner that migrates is killed, another one goes on where it was', async () => {
  const slow = { name: '9998-slow', sql: 'SELECT pg_sleep(0.5); CREATE TABLE slow ();', checksum: 's' };
  const all = [...migrations, slow];
  const runs = Array.from({ length: 5 }, () =>
    migrate({ databaseUrl: postgres.url, migrations: all }).then(
      (made) => made,
      (error: unknown) => error,
    ),
  );
  const kill = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`;
  while ((await sql(kill)).rowCount === 0) await sleep(20);
  const outcomes = await Promise.all(runs);
  expect(outcomes.filter((outcome) => outcome instanceof DatabaseUnavailable)).toHaveLength(1);
  expect(outcomes.filter((outcome) => Array.isArray(outcome) && outcome.includes(slow.name))).toHaveLength(1);
  expect((await sql('SELECT name FROM todo_migrations ORDER BY name')).rows).toEqual(all.map(({ name }) => ({ name })));
});

test('a migration may take longer than a request of the same role', async () => {
  const slow = { name: '9998-slow', sql: 'SELECT pg_sleep(0.3)', checksum: 's' };
  await sql("ALTER ROLE todo SET statement_timeout = '100ms'");
  try {
    await expect(sql('SELECT pg_sleep(0.3)')).rejects.toMatchObject({ code: '57014' });
    expect(await migrate({ databaseUrl: postgres.url, migrations: [slow] })).toEqual([slow.name]);
  } finally {
    await sql('ALTER ROLE todo RESET ALL');
  }
});

test('a migration that fails leaves nothing behind', async () => {
  const broken = { name: '9999-broken', sql: 'CREATE TABLE broken (id int); SELECT 1 / 0;', checksum: 'b' };
  await expect(migrate({ databaseUrl: postgres.url, migrations: [...migrations, broken] })).rejects.toThrow(
    'division by zero',
  );
  expect((await sql("SELECT to_regclass('broken') AS it")).rows).toEqual([{ it: null }]);
  expect(await migrate({ databaseUrl: postgres.url, migrations })).toEqual([]);
});

test('an applied file that was changed is refused by its name', async () => {
  await migrate({ databaseUrl: postgres.url, migrations });
  const changed = migrations.map((migration) => ({ ...migration, checksum: 'other' }));
  await expect(migrate({ databaseUrl: postgres.url, migrations: changed })).rejects.toThrow('0000-tasks was changed');
});

test('the schema is current only once everything is applied, and stays so for an older release', async () => {
  const database = openDatabase(postgres.url);
  try {
    expect(await database.schemaIsCurrent(migrations)).toBe(false);
    const waiting = waitForSchema(database, migrations, { pollMilliseconds: 10 });
    await migrate({ databaseUrl: postgres.url, migrations });
    await waiting;
    expect(await database.schemaIsCurrent(migrations)).toBe(true);
    expect(await database.schemaIsCurrent([])).toBe(true);
  } finally {
    await database.close();
  }
});

test('a database that went away is unavailable, and is found again', async () => {
  const database = openDatabase(postgres.url);
  try {
    expect(await database.ping()).toBeGreaterThanOrEqual(0);
    await postgres.stop();
    await expect(database.ping()).rejects.toThrow('does not answer');
    await postgres.start();
    expect(await database.ping()).toBeGreaterThanOrEqual(0);
  } finally {
    await database.close();
  }
}, 60_000);
