import { beforeAll, expect, test } from 'vitest';

import { buildBaseImage } from './base-images.ts';
import { databaseContainer } from './postgres-container.ts';
import { docker } from './workspace.ts';

let ref: string;
beforeAll(async () => void (ref = await buildBaseImage('todo-postgres')));

const text = (lines: readonly Record<string, unknown>[]): string => JSON.stringify(lines);

test('the first start makes role and database, in a folder that is closed to others, within 5 s', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  expect(await database.ready()).toBeLessThan(5);
  expect(await database.query('select current_user as who, current_database() as what')).toEqual([
    { who: 'todo', what: 'todo' },
  ]);
  expect(await database.query(`select rolsuper from pg_roles where rolname = 'todo'`)).toEqual([{ rolsuper: false }]);
  expect(await database.query('show statement_timeout')).toEqual([{ statement_timeout: '5s' }]);
  await database.query('create table kept (n int)');
  expect(await database.onVolume('stat -c %a:%u /v/pgdata; ls /v')).toBe('700:65532\npgdata');
});

test('nobody is trusted: not the superuser, not the local socket, not a wrong password', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  await database.ready();
  await expect(database.query('select 1', { password: 'wrong' })).rejects.toMatchObject({ code: '28P01' });
  await expect(database.query('select 1', { user: 'postgres', database: 'postgres' })).rejects.toMatchObject({
    code: '28P01',
  });
  expect(await database.onVolume('cat /v/pgdata/pg_hba.conf')).toBe(
    'local all all scram-sha-256\nhost all all all scram-sha-256',
  );
});

test('after a restart the data is there and another password holds', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  await database.ready();
  await database.query('create table kept as select 42 as answer');
  await database.setPassword('second');
  await database.stop();
  await database.start();
  await database.ready();
  expect(await database.query('select * from kept')).toEqual([{ answer: 42 }]);
  await expect(database.query('select 1', { password: 'first' })).rejects.toMatchObject({ code: '28P01' });
});

test('SIGTERM ends it within 2 s with code 0, with a session open', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  await database.ready();
  const sleeping = database.query('select pg_sleep(60)').catch(() => undefined);
  await database.query('select 1');
  const began = performance.now();
  expect(await database.stop('TERM')).toBe(0);
  expect(performance.now() - began).toBeLessThan(2_000);
  await sleeping;
  expect(text(await database.logs())).toContain('database system is shut down');
});

test('after a kill it recovers, again and again', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  await database.ready();
  await database.query('create table kept as select 42 as answer');
  for (let round = 0; round < 3; round++) {
    await database.stop('KILL');
    await database.start();
    await database.ready();
    expect(await database.query('select * from kept')).toEqual([{ answer: 42 }]);
  }
});

test('a first start that was cut off begins again', async () => {
  const database = await databaseContainer(ref);
  await database.onVolume(
    'mkdir -p /v/pgdata.init/base && echo 18 > /v/pgdata.init/PG_VERSION && chown -R 65532 /v/pgdata.init',
  );
  await database.start();
  await database.ready();
  expect(await database.onVolume('ls /v')).toBe('pgdata');
});

test('a group that was let in by the volume is shut out again', async () => {
  const database = await databaseContainer(ref);
  await database.start();
  await database.ready();
  await database.stop();
  await database.onVolume('chmod -R g+rwX /v/pgdata');
  await database.start();
  await database.ready();
  expect(await database.onVolume('stat -c %a /v/pgdata')).toBe('700');
});

test('another role and database are added to what is there', async () => {
  const database = await databaseContainer(ref, { POSTGRES_USER: 'shop', POSTGRES_DB: 'orders' });
  await database.start();
  await database.ready();
  const as = { user: 'shop', database: 'orders' };
  expect(await database.query('select current_database() as what', as)).toEqual([{ what: 'orders' }]);
});

test.each([
  { when: 'the password file is missing', password: undefined, prepare: 'true', words: 'password' },
  { when: 'the password file is empty', password: '\n', prepare: 'true', words: 'empty' },
  {
    when: 'the folder holds something else',
    password: 'x',
    prepare: 'mkdir -p /v/pgdata/photos',
    words: 'no database',
  },
  {
    when: 'another major version made the data',
    password: 'x',
    prepare: 'mkdir -p /v/pgdata && echo 16 > /v/pgdata/PG_VERSION && chown -R 65532 /v/pgdata',
    words: 'PostgreSQL 16',
  },
])(
  'it refuses to start when $when, says so in one line, and leaves the volume alone',
  async ({ password, prepare, words }) => {
    const database = await databaseContainer(ref);
    await database.setPassword(password);
    await database.onVolume(prepare);
    const before = await database.onVolume('find /v | sort');
    await database.start();
    expect(await database.ended()).toBe(1);
    const lines = await database.logs();
    expect(lines).toEqual([
      expect.objectContaining({ level: 'fatal', msg: expect.stringContaining(words), fix: expect.any(String) }),
    ]);
    expect(await database.onVolume('find /v | sort')).toBe(before);
  },
);

test('every line of the log is JSON, the probe leaves none, and no password is in it', async () => {
  const database = await databaseContainer(ref);
  await database.setPassword('canary-7f3a');
  await database.start();
  await database.ready();
  const before = (await database.logs()).length;
  await database.ready();
  await database.query('select 1');
  const lines = await database.logs();
  expect(lines).toHaveLength(before);
  expect(text(lines)).not.toContain('canary-7f3a');
  expect(lines.every((line) => typeof line['level'] === 'string' && typeof line['msg'] === 'string')).toBe(true);
});

test('the image is at most 175 MB, and shares the layers of the base', async () => {
  const base = await buildBaseImage('node-base');
  const layers = async (name: string): Promise<string[]> =>
    JSON.parse(await docker('image', 'inspect', '--format', '{{json .RootFS.Layers}}', name)) as string[];
  const shared = await layers(base);
  expect((await layers(ref)).slice(0, shared.length)).toEqual(shared);
  expect(Number(await docker('image', 'inspect', '--format', '{{.Size}}', ref))).toBeLessThanOrEqual(175e6);
});
