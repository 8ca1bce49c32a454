import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { applyMigrations } from './apply-migrations.ts';
import { postgresPrograms } from './binaries.ts';

/** A real Postgres of this test's own, on a free loopback port, with an empty database. */
export interface TestPostgres {
  readonly url: string;
  /** Ends the server as a crash would, without ending the test; `start` brings it back on the same port. */
  stop(): Promise<void>;
  start(): Promise<void>;
  /** Stops and deletes everything. */
  remove(): Promise<void>;
}

/** Postgres refuses root; as root its processes run as `nobody`. */
const nobody = 65_534;
const identity = process.getuid?.() === 0 ? { uid: nobody, gid: nobody } : {};

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (typeof address !== 'object' || !address) throw new Error('no free port on loopback');
  return address.port;
}

async function answers(url: string, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (server.exitCode !== null) throw new Error(`postgres ended with ${server.exitCode} before it answered`);
    const client = new pg.Client({ connectionString: url });
    const up = await client.connect().then(
      () => true,
      () => false,
    );
    await client.end().catch(() => undefined);
    if (up) return;
    await sleep(50);
  }
  throw new Error('postgres did not answer within 30 s');
}

/**
 * Starts a Postgres for one test file; call `remove` when it ends.
 *
 * @param options `migrated`: with the tables of the application, as committed; else empty
 */
export async function startTestPostgres(options: { readonly migrated?: boolean } = {}): Promise<TestPostgres> {
  const bin = join(postgresPrograms(), 'bin');
  const data = mkdtempSync(join(tmpdir(), 'todo-pgdata-'));
  if (identity.uid) chownSync(data, nobody, nobody);
  // Next's types want a NODE_ENV in every environment.
  const env = { NODE_ENV: 'test', PATH: bin, TZ: 'UTC', LC_ALL: 'C' } as const;
  const program = { ...identity, cwd: data, env };
  const makeCluster = (): Promise<unknown> =>
    promisify(execFile)(
      join(bin, 'initdb'),
      ['-D', data, '-U', 'todo', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync', '--no-instructions'],
      { ...program, env: { ...env, PATH: `${bin}:/usr/bin:/bin` } },
    );
  const port = await freePort();
  const url = `postgres://todo@127.0.0.1:${port}/postgres`;
  let server: ChildProcess | undefined;
  const start = async (): Promise<void> => {
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'fsync=off',
      'shared_buffers=16MB',
    ];
    server = spawn(join(bin, 'postgres'), ['-D', data, ...settings.flatMap((line) => ['-c', line])], {
      ...program,
      stdio: 'ignore',
    });
    await answers(url, server);
  };
  const stop = async (): Promise<void> => {
    if (!server || server.exitCode !== null) return;
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
  };
  // A test run that ends without its hooks must not leave a server behind.
  const onExit = (): void => {
    server?.kill('SIGKILL');
    rmSync(data, { recursive: true, force: true, maxRetries: 5 });
  };
  process.once('exit', onExit);
  const remove = async (): Promise<void> => {
    await stop();
    process.off('exit', onExit);
    rmSync(data, { recursive: true, force: true });
  };
  try {
    await makeCluster();
    await start();
    if (options.migrated) await applyMigrations(url);
  } catch (error) {
    await remove();
    throw error;
  }
  return { url, start, stop, remove };
}
