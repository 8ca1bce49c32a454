import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { setAside } from '../state/set-aside.ts';
import { isControlFile } from './control-file.ts';
import { postgresProblem } from './postgres-problem.ts';
import type { PostgresOptions, PostgresServer } from './prepare-postgres.ts';
import { preparePostgres } from './prepare-postgres.ts';
import { freePort, startServer } from './testing/server.ts';
import { makeWorkspace } from './testing/workspace.ts';

let root: string;
let folder: string;
let options: PostgresOptions;
let server: PostgresServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'nx-kube-damage-'));
  chmodSync(root, 0o755);
  makeWorkspace(root);
  folder = join(root, '.nx-kube/local/todo');
  const data = join(folder, 'data/data-postgres-0');
  mkdirSync(data, { recursive: true });
  const account = { user: 'todo', password: 'secret', database: 'todo', port: await freePort() };
  options = { root, data, ...account, signal: AbortSignal.timeout(300_000) };
  server = await preparePostgres(options);
}, 60_000);
afterAll(() => rmSync(root, { recursive: true, force: true, maxRetries: 5 }));

/** Damages a file of the cluster until the test ends. */
function damage(name: string, change: (bytes: Buffer) => Buffer | undefined): void {
  const path = join(server.cwd, name);
  const whole = readFileSync(path);
  onTestFinished(() => writeFileSync(path, whole));
  const changed = change(Buffer.from(whole));
  if (changed) writeFileSync(path, changed);
  else rmSync(path);
}

const half = (bytes: Buffer): Buffer => bytes.subarray(0, bytes.length / 2);
const flipped = (bytes: Buffer): Buffer => bytes.fill(bytes.readUInt8(40) ^ 1, 40, 41);

test.each([
  ['without PG_VERSION', 'PG_VERSION', () => undefined, 'DATA_CORRUPTED'],
  ['with an empty PG_VERSION', 'PG_VERSION', () => Buffer.alloc(0), 'DATA_CORRUPTED'],
  ['of another major version', 'PG_VERSION', () => Buffer.from('17\n'), 'DATA_VERSION'],
  ['without pg_control', 'global/pg_control', () => undefined, 'DATA_CORRUPTED'],
  ['with half of pg_control', 'global/pg_control', half, 'DATA_CORRUPTED'],
  ['with one wrong bit in pg_control', 'global/pg_control', flipped, 'DATA_CORRUPTED'],
])('data %s is an error with a cause, and --fresh as the fix', async (_, name, change, code) => {
  damage(name, change);
  const parts = {
    code,
    doing: expect.stringContaining(server.cwd) as string,
    fix: expect.stringContaining('--fresh') as string,
  };
  await expect(preparePostgres(options)).rejects.toMatchObject(parts);
});

test('what only the server can see it says, and that is a problem with a cause and a fix', async () => {
  damage('global/1262', (bytes) => bytes.fill(0xff, 0, 4096)); // the catalogue of databases
  const broken = await startServer(await preparePostgres(options), options.port);
  onTestFinished(() => broken.end('SIGKILL'));
  await expect.poll(() => postgresProblem(broken.lines)?.code, { timeout: 10_000 }).toBe('DATA_CORRUPTED');
});

test('every bit that the checksum of the control file covers counts', () => {
  const whole = readFileSync(join(server.cwd, 'global/pg_control'));
  expect(isControlFile(whole)).toBe(true);
  for (let at = 0; at < 288; at++) {
    const bytes = Buffer.from(whole);
    bytes[at] = (bytes[at] ?? 0) ^ 0x10;
    expect(isControlFile(bytes)).toBe(false);
  }
  expect(isControlFile(Buffer.alloc(8192))).toBe(false);
});

test('data that is set aside is whole, and the next start begins with an empty database', async () => {
  const path = (data: string): string => join(data, 'data-postgres-0/pgdata');
  const before = readFileSync(join(server.cwd, 'global/pg_control'));
  const old = setAside(folder) ?? '';
  mkdirSync(options.data, { recursive: true });
  const fresh = await preparePostgres(options);
  expect(readFileSync(join(path(old), 'global/pg_control'))).toEqual(before);
  expect(readFileSync(join(fresh.cwd, 'global/pg_control'))).not.toEqual(before);
  expect(dirname(dirname(fresh.cwd))).toBe(join(folder, 'data'));
});
