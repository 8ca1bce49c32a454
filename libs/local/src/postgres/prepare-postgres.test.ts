import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';

import { processStart } from '../state/process-start.ts';
import { postgresAnswers } from './postgres-answers.ts';
import { postgresProblem } from './postgres-problem.ts';
import type { PostgresOptions, PostgresServer } from './prepare-postgres.ts';
import { preparePostgres } from './prepare-postgres.ts';
import { query } from './testing/query.ts';
import type { RunningServer } from './testing/server.ts';
import { freePort, startServer } from './testing/server.ts';
import { makeWorkspace } from './testing/workspace.ts';

let root: string;
let options: PostgresOptions;
let lines: string[];
const running = new Set<RunningServer>();

/** A claim's folder, as `RunFolder.data` makes it. */
function makeClaim(name: string): string {
  const data = join(root, '.nx-kube/local/todo/data', name);
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o700);
  return data;
}

async function start(parts: Partial<PostgresOptions> = {}): Promise<RunningServer & { prepared: PostgresServer }> {
  const prepared = await preparePostgres({ ...options, ...parts });
  const server = await startServer(prepared, options.port);
  running.add(server);
  return { ...server, prepared };
}

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-postgres-'));
  chmodSync(root, 0o755);
  makeWorkspace(root);
  lines = [];
  const account = { user: 'todo', password: 'secret', database: 'todo_app', port: await freePort() };
  const data = makeClaim('data-postgres-0');
  options = { root, data, ...account, signal: AbortSignal.timeout(300_000), log: (line) => lines.push(line) };
  await preparePostgres(options);
}, 60_000);
afterEach(async () => {
  for (const server of running) await server.end('SIGKILL');
  running.clear();
});
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

test('the service gets in with its password, into a database that is its own, without being a superuser', async () => {
  await start();
  await expect(query(options, 'SELECT current_database()')).resolves.toEqual(['todo_app']);
  await expect(query(options, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user')).resolves.toEqual(['f']);
  await expect(query({ ...options, password: 'wrong' }, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  await expect(query({ ...options, user: 'postgres', database: 'postgres' }, 'SELECT 1')).rejects.toThrow(/password/);
});

test('it is durable, small, and heard on loopback only', async () => {
  await start();
  const show = async (name: string): Promise<string | undefined> => (await query(options, `SHOW ${name}`))[0];
  expect(await show('fsync')).toBe('on');
  expect(await show('shared_buffers')).toBe('16MB');
  expect(await show('listen_addresses')).toBe('127.0.0.1');
});

test('what was stored survives kill -9', async () => {
  const first = await start();
  await query(options, 'CREATE TABLE kept AS SELECT 42 AS answer');
  await first.end('SIGKILL');
  await start();
  await expect(query(options, 'SELECT answer FROM kept')).resolves.toEqual(['42']);
});

test('a start after the first one runs none of its programs', async () => {
  lines.length = 0;
  const before = readdirSync(options.data);
  await preparePostgres(options);
  expect(lines).toEqual([]);
  expect(readdirSync(options.data)).toEqual(before);
});

test('another password counts from the next start', async () => {
  const password = 'än "other"; one\'s $$';
  await start({ password });
  await expect(query({ ...options, password }, 'SELECT 1')).resolves.toEqual(['1']);
  await expect(query(options, 'SELECT 1')).rejects.toThrow(/password authentication failed/);
  for (const server of running) await server.end('SIGINT');
  await start();
  await expect(query(options, 'SELECT 1')).resolves.toEqual(['1']);
});

test('neither the files of the cluster nor the command hold the password', async () => {
  const { prepared, child } = await start();
  expect(JSON.stringify(prepared)).not.toContain('secret');
  expect(child.spawnargs.join(' ')).not.toContain('secret');
  expect(readFileSync(join(prepared.cwd, 'nx-kube-account.json'), 'utf8')).not.toContain('secret');
});

test('a server that nobody has noted is ended before another one gets its data', async () => {
  const { child } = await start();
  await start();
  expect(processStart(child.pid ?? 0)).toBeUndefined();
  await expect(query(options, 'SELECT 1')).resolves.toEqual(['1']);
});

test('a note of a server whose number another program has by now keeps nobody from starting', async () => {
  const { prepared, end } = await start();
  const noted = readFileSync(join(prepared.cwd, 'postmaster.pid'), 'utf8');
  await end('SIGKILL');
  const user = prepared.uid === undefined ? {} : { uid: prepared.uid, gid: prepared.gid ?? 0 };
  const other = spawn('/bin/sh', ['-c', 'sleep 30'], { ...user, cwd: '/' });
  onTestFinished(() => void other.kill('SIGKILL'));
  writeFileSync(join(prepared.cwd, 'postmaster.pid'), noted.replace(/^\d+/, String(other.pid)));
  await start();
  await expect(query(options, 'SELECT 1')).resolves.toEqual(['1']);
  expect(processStart(other.pid ?? 0)).toBeDefined();
});

test('nobody answers where no server is, nor in time where something else is', async () => {
  expect(await postgresAnswers(options.port, 'todo', 1_000)).toBe(false);
  await start();
  expect(await postgresAnswers(options.port, 'todo', 5_000)).toBe(true);
});

test('a second server on the port says that it is taken', async () => {
  await start();
  const data = makeClaim('data-second-0');
  const second = await startServer(await preparePostgres({ ...options, data }), options.port);
  running.add(second);
  await expect.poll(() => second.child.exitCode, { timeout: 10_000 }).toBe(1);
  expect(postgresProblem(second.lines)).toMatchObject({ type: 'problem', code: 'PORT_TAKEN' });
});

describe('a first start that', () => {
  test('is interrupted leaves nothing that looks like a database', async () => {
    const data = makeClaim('data-interrupted-0');
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 150);
    await expect(preparePostgres({ ...options, data, signal: controller.signal })).rejects.toMatchObject({
      code: 'INTERRUPTED',
    });
    expect(readdirSync(data)).toEqual([]);
  });

  test('was killed half way is begun anew', async () => {
    const data = makeClaim('data-half-0');
    mkdirSync(join(data, 'pgdata.4242.new/base'), { recursive: true });
    await start({ data });
    expect(readdirSync(data)).toEqual(['pgdata']);
    await expect(query(options, 'SELECT 1')).resolves.toEqual(['1']);
  });

  test('has a name for a role that is none says so', async () => {
    const data = makeClaim('data-names-0');
    const parts = { data, user: 'todo"; DROP' };
    await expect(preparePostgres({ ...options, ...parts })).rejects.toMatchObject({ code: 'POSTGRES_FAILED' });
    expect(existsSync(join(data, 'pgdata'))).toBe(false);
  });
});
