import { statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import type { Program } from '../program/program.ts';
import { containerOf, httpProbe, planOf, workloadOf } from './testing/plan.ts';
import { eventually, isAlive, scriptProgram, startTestRun, testFolder } from './testing/start-test-run.ts';

/** Answers with what the server of DATABASE_URL says to a request for TLS: `N`, if it is Postgres. */
const PAGE = `
  import { createServer } from 'node:http';
  import { connect } from 'node:net';
  const { hostname, port, username, password, pathname } = new URL(process.env.DATABASE_URL);
  const ask = () => new Promise((resolve) => {
    const socket = connect(Number(port), hostname);
    socket.on('error', ({ code }) => resolve(code)).on('close', () => resolve('closed'));
    socket.once('data', (data) => { resolve(data.toString()); socket.destroy(); });
    socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  });
  if (process.argv[2] === 'migrate') {
    const answer = await ask();
    console.log([answer, username, password, pathname].join(' '));
    process.exit(answer === 'N' ? 0 : 1);
  }
  createServer(async (_, response) => response.end(await ask())).listen(Number(process.env.PORT), '127.0.0.1');
`;

const asks = { type: 'exec', command: ['node', '/app/ready.mjs'] } as const;
const database = workloadOf(
  'db',
  {
    env: {
      POSTGRES_USER: 'todo',
      POSTGRES_DB: 'todo',
      POSTGRES_PASSWORD_FILE: '/run/secrets/postgres/password',
      PGDATA: '/var/lib/postgresql/data/pgdata',
    },
    ports: [{ name: 'postgres', port: 8000, variables: [] }],
    probes: {
      startup: httpProbe('', { check: asks, failureThreshold: 120 }),
      readiness: httpProbe('', { check: asks, timeoutSeconds: 5 }),
      liveness: httpProbe('', { check: { type: 'tcp', port: 8000 }, periodSeconds: 10 }),
    },
    files: [{ path: '/run/secrets/postgres/password', text: 'pass word' }],
    folders: [{ path: '/var/lib/postgresql/data', claim: 'data-db-0' }],
  },
  { kind: 'StatefulSet', graceSeconds: 20 },
);
const env = { PORT: '8000', DATABASE_URL: 'postgres://todo:pass%20word@db:80/todo' };
const migrate = containerOf('web', {
  name: 'migrate',
  command: ['node', '/app/main.mjs', 'migrate'],
  env,
  ports: [],
  probes: {},
});
const plan = planOf(workloadOf('web', { env }, { replicas: 2, init: [migrate], after: ['db'] }), database);

const programsIn = (home: string) => {
  const page = scriptProgram(home, PAGE);
  return async (project: string): Promise<Program> => (project === 'db' ? { type: 'postgres' } : page);
};

test('a stack with a database starts, survives a crash of each process, ends, and starts again on its data', async () => {
  const home = testFolder();
  const programs = programsIn(home);
  const first = await startTestRun(plan, {}, { home, programs });
  await first.supervision.ready;
  expect(first.lines('web-migrate')).toEqual(['N todo pass%20word /todo']);
  expect(await (await first.get()).text()).toBe('N');
  for (const process of ['db-1', 'web-1']) {
    const pid = first.pid(process);
    globalThis.process.kill(pid, 'SIGKILL');
    await eventually(`${process} is back`, () => first.supervision.state().ready && first.pid(process) !== pid);
    expect(await (await first.get()).text()).toBe('N');
  }
  const pids = first.supervision.state().processes.flatMap(({ pid }) => pid ?? []);
  await first.supervision.stop();
  expect(pids.filter(isAlive)).toEqual([]);
  expect(first.lines('db-1').join('\n')).toContain('database system is shut down');
  await first.folder.close();

  const made = statSync(first.folder.data('data-db-0')).ino;
  const second = await startTestRun(plan, {}, { home, programs });
  await second.supervision.ready;
  expect(await (await second.get()).text()).toBe('N');
  expect(statSync(second.folder.data('data-db-0')).ino).toBe(made);
  expect(second.lines('db-1').join('\n')).toContain('database system was shut down at');
});

test('a database that somebody else runs on the port of its container is left alone', async () => {
  const other = createServer((socket) => socket.end('S')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const container = {
    ...database.container,
    ports: [{ port, variables: [] }],
    probes: { startup: httpProbe('', { check: asks }) },
  };
  const home = testFolder();
  const run = await startTestRun(planOf({ ...database, container }), {}, { home, programs: programsIn(home) });
  await run.supervision.ready;
  expect(run.supervision.state().processes).toMatchObject([{ process: 'db-1', state: 'ready' }]);
  expect(run.supervision.state().processes[0]?.port).not.toBe(port);
});

test('data that is no data of a database fails the start at once, and says why', async () => {
  const home = testFolder();
  const programs = programsIn(home);
  const first = await startTestRun(planOf(database), {}, { home, programs });
  await first.supervision.ready;
  await first.supervision.stop();
  writeFileSync(join(first.folder.data('data-db-0'), 'pgdata/global/pg_control'), 'nonsense');
  await first.folder.close();
  const second = await startTestRun(planOf(database), {}, { home, programs });
  await expect(second.supervision.ready).rejects.toMatchObject({ code: 'DATA_CORRUPTED' });
  await sleep(0);
  expect(second.supervision.state().problems).toMatchObject([{ process: 'db-1', code: 'DATA_CORRUPTED' }]);
});
