import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { knownMigrations } from '@todo/todo-db';
import { startTestPostgres, type TestPostgres } from '@todo/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

let postgres: TestPostgres;
beforeAll(async () => {
  postgres = await startTestPostgres();
}, 120_000);
afterAll(() => postgres?.remove());

/** Runs the program as the init container does. */
async function runMigrate(
  databaseUrl: string,
  more: Readonly<Record<string, string>> = {},
  onOutput: () => void = () => undefined,
): Promise<{ code: number; messages: readonly Record<string, unknown>[] }> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'migrate.ts')], {
    env: { PATH: process.env['PATH'], DATABASE_URL: databaseUrl, ...more },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
    onOutput();
  });
  const [code] = (await once(child, 'close')) as [number];
  return {
    code,
    messages: text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>),
  };
}

test('five processes at once all end well, and one applies each migration', async () => {
  const runs = await Promise.all(Array.from({ length: 5 }, () => runMigrate(postgres.url)));
  expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0, 0]);
  const applied = runs.flatMap(({ messages }) => messages).filter(({ message }) => message === 'applied');
  expect(applied.map(({ name }) => name)).toEqual(knownMigrations().map(({ name }) => name));
}, 60_000);

test('it waits for a database that starts later', async () => {
  await postgres.stop();
  const waiting = Promise.withResolvers<void>();
  const run = runMigrate(postgres.url, {}, waiting.resolve);
  // However long the program takes to start.
  await waiting.promise;
  await postgres.start();
  const { code, messages } = await run;
  expect(code).toBe(0);
  expect(messages[0]).toMatchObject({ message: 'waiting for the database', code: 'ECONNREFUSED' });
}, 60_000);

test('what waiting does not mend ends it at once, with the cause', async () => {
  const { code, messages } = await runMigrate(postgres.url.replace(/postgres$/, 'nothing'));
  expect(code).toBe(1);
  expect(messages).toMatchObject([{ level: 'error', code: '3D000' }]);
}, 60_000);

test('it goes to the direct address where there is one, and to that of the services where it is empty', async () => {
  const pooler = 'postgres://nobody:nothing@127.0.0.1:1/pooler';
  expect((await runMigrate(pooler, { MIGRATION_URL: postgres.url })).code).toBe(0);
  expect((await runMigrate(postgres.url, { MIGRATION_URL: '' })).code).toBe(0);
}, 60_000);
