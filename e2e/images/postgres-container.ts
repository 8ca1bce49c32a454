import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import pg from 'pg';
import { onTestFinished } from 'vitest';

import { run } from '../support/run.ts';
import { docker } from './workspace.ts';

/** A database container as the stack runs it: read-only, no rights, a volume that belongs to root and is open to all. */
export interface DatabaseContainer {
  readonly setPassword: (password: string | undefined) => Promise<void>;
  /** Starts it and does not wait. */
  readonly start: () => Promise<void>;
  /** Waits until the probe says so; gives the seconds since the start. */
  readonly ready: () => Promise<number>;
  /** Sends a signal and waits; gives the exit code. */
  readonly stop: (how?: 'TERM' | 'KILL') => Promise<number>;
  /** Waits until it ends by itself; gives its exit code. */
  readonly ended: () => Promise<number>;
  readonly logs: () => Promise<Record<string, unknown>[]>;
  readonly query: (sql: string, as?: { user?: string; password?: string; database?: string }) => Promise<unknown[]>;
  readonly onVolume: (command: string) => Promise<string>;
}

/** Makes one of an image; all of it goes away with the test. */
export async function databaseContainer(
  ref: string,
  env: Readonly<Record<string, string>> = {},
): Promise<DatabaseContainer> {
  const folder = await mkdtemp(join(tmpdir(), 'postgres-e2e-'));
  const volume = await docker('volume', 'create');
  let container: string | undefined;
  let password: string | undefined;
  let began = 0;
  const remove = async (): Promise<void> => {
    if (container !== undefined) await docker('rm', '--force', container);
    container = undefined;
  };
  onTestFinished(async () => {
    await remove();
    await docker('volume', 'rm', volume);
    await rm(folder, { recursive: true });
  });
  const onVolume = (command: string): Promise<string> =>
    docker('run', '--rm', '--volume', `${volume}:/v`, 'debian:bookworm-slim', 'sh', '-c', command);
  await onVolume('chmod 0777 /v');
  await docker('run', '--rm', '--volume', `${folder}:/f`, 'debian:bookworm-slim', 'chmod', '0755', '/f');

  const settings = {
    POSTGRES_USER: 'todo',
    POSTGRES_DB: 'todo',
    POSTGRES_PASSWORD_FILE: '/run/secrets/postgres/password',
    ...env,
  };
  const options = [
    '--detach',
    '--read-only',
    '--tmpfs=/tmp',
    '--cap-drop=ALL',
    '--security-opt=no-new-privileges',
    '--publish=127.0.0.1::5432',
    `--volume=${volume}:/var/lib/postgresql/data`,
    `--volume=${folder}:/run/secrets/postgres:ro`,
    ...Object.entries(settings).map(([name, value]) => `--env=${name}=${value}`),
  ];
  const self = (): string => container ?? 'not-started';
  const setPassword = async (text: string | undefined): Promise<void> => {
    password = text;
    await rm(join(folder, 'password'), { force: true });
    if (text !== undefined) await writeFile(join(folder, 'password'), text);
  };
  const ended = async (): Promise<number> => Number(await docker('wait', self()));
  await setPassword('first');
  return {
    setPassword,
    ended,
    onVolume,
    async start() {
      await remove(); // like a pod that is replaced: another container on the same volume
      began = performance.now();
      container = await docker('run', ...options, ref);
    },
    async ready() {
      while ((await run('docker', ['exec', self(), 'node', '/app/ready.mjs'])).code !== 0) {
        if (performance.now() - began > 30_000) throw new Error(`not ready:\n${await docker('logs', self())}`);
        await delay(50);
      }
      return (performance.now() - began) / 1000;
    },
    async stop(how = 'TERM') {
      await docker('kill', '--signal', how, self());
      return ended();
    },
    async logs() {
      const { all } = await run('docker', ['logs', self()]);
      const lines = all.trim().split('\n');
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    },
    async query(sql, as = {}) {
      const port = Number((await docker('port', self(), '5432/tcp')).split(':').at(-1));
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'todo', database: 'todo', password, ...as });
      await client.connect();
      try {
        return (await client.query(sql)).rows as unknown[];
      } finally {
        await client.end();
      }
    },
  };
}
