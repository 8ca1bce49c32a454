import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { containerOf, httpProbe, planOf, workloadOf } from './testing/plan.ts';
import { SERVER } from './testing/scripts.ts';
import { eventually, isAlive, scriptProgram, startTestRun, testFolder } from './testing/start-test-run.ts';

test('a stack gets ready, is reached through the door, and ends tidily', async () => {
  const plan = planOf(
    workloadOf('web', { env: { PORT: '8000', NAME: 'web', API: 'http://api/x' } }, { replicas: 2 }),
    workloadOf('api'),
  );
  const run = await startTestRun(plan, { web: SERVER, api: SERVER });
  await run.supervision.ready;
  const { processes, ready, urls } = run.supervision.state();
  expect(ready).toBe(true);
  expect(urls).toEqual([`http://localhost:${run.door.port}`]);
  expect(processes.map(({ process, state, restarts }) => [process, state, restarts])).toEqual([
    ['web-1', 'ready', 0],
    ['web-2', 'ready', 0],
    ['api-1', 'ready', 0],
  ]);
  const pids = new Set<number>();
  let api = '';
  for (let tries = 0; tries < 6; tries++) {
    const answer = (await (await run.get()).json()) as { pid: number; env: Record<string, string> };
    pids.add(answer.pid);
    api = answer.env['API'] ?? '';
  }
  expect(pids).toEqual(new Set([run.pid('web-1'), run.pid('web-2')]));
  expect(await (await fetch(api)).json()).toMatchObject({ name: 'api', url: '/x' });
  const all = processes.map(({ pid }) => pid ?? -1);
  await run.supervision.stop();
  expect(all.filter(isAlive)).toEqual([]);
  expect(run.states('web-1')).toEqual(['pending', 'starting', 'ready', 'stopping', 'ended']);
  expect(run.lines('web-1')).toEqual(['listens', 'was told to end']);
  expect(run.supervision.state()).toMatchObject({ ready: false, endedAt: expect.any(String) });
});

test('nothing of the environment of a person reaches a process', async () => {
  process.env['A_SECRET_OF_MINE'] = 'x';
  process.env['NODE_OPTIONS'] ??= '';
  const run = await startTestRun(planOf(workloadOf('web')), { web: SERVER });
  await run.supervision.ready;
  const { env } = (await (await run.get()).json()) as { env: Record<string, string> };
  delete process.env['A_SECRET_OF_MINE'];
  const allowed = new Set([
    'PATH',
    'HOME',
    'TMPDIR',
    'TZ',
    'LANG',
    'LC_ALL',
    'LC_CTYPE',
    'PORT',
    'NAME',
    '__CF_USER_TEXT_ENCODING',
  ]);
  expect(Object.keys(env).filter((name) => !allowed.has(name))).toEqual([]);
});

test.each(['SIGKILL', 'SIGSEGV'] as const)(
  'a process that is ended by %s starts again, and the signal is named',
  async (signal) => {
    const run = await startTestRun(planOf(workloadOf('web', {}, { replicas: 2 })), { web: SERVER });
    await run.supervision.ready;
    const pid = run.pid('web-1');
    process.kill(pid, signal);
    await eventually('a problem', () => run.problems('web-1').length > 0);
    expect(run.problems()).toMatchObject([{ process: 'web-1', code: 'CRASH', logs: ['listens'] }]);
    expect(run.problems()[0]?.because).toContain(signal);
    await eventually('ready again', () => run.supervision.state().ready);
    expect(run.pid('web-1')).not.toBe(pid);
    expect(run.supervision.state()).toMatchObject({ problems: [], processes: [{ restarts: 1 }, { restarts: 0 }] });
    expect(await (await run.get()).json()).toMatchObject({ name: 'web' });
  },
);

test('what a killed process has started ends with it', async () => {
  const parent = `
    import { spawn } from 'node:child_process';
    const child = spawn(process.execPath, ['-e', 'setInterval(() => 0, 1000)'], { stdio: 'inherit' });
    console.log('child ' + child.pid);
    ${SERVER}
  `;
  const run = await startTestRun(planOf(workloadOf('web')), { web: parent });
  await run.supervision.ready;
  const told = (): string | undefined => run.lines('web-1').find((line) => line.startsWith('child '));
  await eventually('its line', () => told() !== undefined);
  const child = Number(told()?.slice(6));
  expect(isAlive(child)).toBe(true);
  process.kill(run.pid('web-1'), 'SIGKILL');
  await eventually('the end of what it started', () => !isAlive(child));
  await eventually('ready again', () => run.supervision.state().ready);
});

test('a process that ends again and again fails the start, with its last lines and its exit code', async () => {
  const script = `console.log('about to fail'); console.error('no such setting'); process.exitCode = 3;`;
  const run = await startTestRun(planOf(workloadOf('web')), { web: script });
  await expect(run.supervision.ready).rejects.toMatchObject({
    code: 'START_FAILED',
    because: expect.stringContaining('exit code 3'),
    cause: { process: 'web-1', code: 'CRASH', logs: expect.arrayContaining(['about to fail', 'no such setting']) },
  });
  expect(run.problems().length).toBeGreaterThanOrEqual(3);
  expect(run.supervision.state().processes).toMatchObject([{ process: 'web-1' }]);
});

test('a program that was not built is named', async () => {
  const run = await startTestRun(planOf(workloadOf('web', { command: ['node', '/app/absent.mjs'] })), { web: '' });
  await expect(run.supervision.ready).rejects.toMatchObject({
    code: 'START_FAILED',
    cause: { code: 'MISSING_PROGRAM' },
  });
  expect(run.problems()[0]?.because).toContain('absent.mjs');
});

test('a command that this machine does not have is named', async () => {
  const run = await startTestRun(planOf(workloadOf('web', { command: ['no-such-program'] })), { web: '' });
  await expect(run.supervision.ready).rejects.toMatchObject({ cause: { code: 'MISSING_PROGRAM' } });
  expect(run.problems()[0]?.because).toContain('no-such-program');
});

test('a port that was lost to another program is another one at the next start', async () => {
  const unlucky = `
    import { existsSync, readFileSync, writeFileSync } from 'node:fs';
    import { createServer as listener } from 'node:net';
    if (existsSync('tried')) {
      console.log('another port: ' + (readFileSync('tried', 'utf8') !== process.env.PORT));
      await import('./server.mjs');
    } else {
      writeFileSync('tried', process.env.PORT);
      const listen = (then) => listener().listen(Number(process.env.PORT), '127.0.0.1', then);
      listen(() => listen());
    }
  `;
  const home = testFolder();
  const program = scriptProgram(home, unlucky);
  if (program.type === 'process') writeFileSync(join(program.cwd, 'server.mjs'), SERVER);
  const run = await startTestRun(planOf(workloadOf('web')), {}, { home, programs: async () => program });
  await run.supervision.ready;
  expect(run.problems()).toMatchObject([{ code: 'PORT_TAKEN' }]);
  await eventually('its line', () => run.lines('web-1').includes('another port: true'));
});

test('a port that nothing changes, and somebody else has, fails the start at once', async () => {
  const other = createServer((_, response) => response.end('not me')).listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await once(other, 'listening');
  const address = other.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const probe = httpProbe('/', { check: { type: 'http', path: '/', port } });
  const container = containerOf('web', {
    ports: [{ port, variables: [] }],
    probes: { startup: probe, readiness: probe },
  });
  const run = await startTestRun(planOf(workloadOf('web', container)), { web: SERVER });
  await expect(run.supervision.ready).rejects.toMatchObject({
    code: 'PORT_TAKEN',
    because: expect.stringContaining(String(port)),
  });
  expect(run.states('web-1')).not.toContain('ready');
});

test('a part of a stack brings the StatefulSets that it needs, and nothing else', async () => {
  const plan = planOf(
    workloadOf('web', {}, { after: ['db'] }),
    workloadOf('other', {}, { after: ['db2'] }),
    workloadOf('db', {}, { kind: 'StatefulSet' }),
    workloadOf('db2', {}, { kind: 'StatefulSet' }),
  );
  const asked: string[] = [];
  const run = await startTestRun(plan, { web: SERVER, db: SERVER }, { only: ['web'] });
  asked.push(...run.supervision.state().processes.map(({ process }) => process));
  await run.supervision.ready;
  expect(asked).toEqual(['web-1', 'db-1']);
  expect(run.supervision.state()).toMatchObject({
    workloads: [
      { name: 'web', after: ['db'] },
      { name: 'db', after: [] },
    ],
    leftOut: ['other', 'db2'],
  });
  const order = run.events.flatMap((event) =>
    event.type === 'process' && ['ready', 'starting'].includes(event.state) ? `${event.process} ${event.state}` : [],
  );
  expect(order).toEqual(['db-1 starting', 'db-1 ready', 'web-1 starting', 'web-1 ready']);
  await expect(startTestRun(plan, {}, { only: ['wep'] })).rejects.toMatchObject({ code: 'UNKNOWN_WORKLOAD' });
});

test('a Deployment has no more processes than are asked for', async () => {
  const run = await startTestRun(planOf(workloadOf('web', {}, { replicas: 3 })), { web: SERVER }, { replicas: 1 });
  await run.supervision.ready;
  expect(run.supervision.state().processes).toHaveLength(1);
});

test('a workload that is scaled to nothing is ready, and nobody waits for it', async () => {
  const run = await startTestRun(planOf(workloadOf('web'), workloadOf('none', {}, { replicas: 0 })), { web: SERVER });
  await run.supervision.ready;
  expect(run.supervision.state().ready).toBe(true);
});

test('a build that fails fails the start as it is', async () => {
  const failure = new Error('does not compile');
  const run = await startTestRun(planOf(workloadOf('web')), {}, { programs: () => Promise.reject(failure) });
  await expect(run.supervision.ready).rejects.toBe(failure);
});

test('who asks for what is not ready yet is told what it waits for', async () => {
  const programs = (project: string): Promise<never> => new Promise(() => project);
  const run = await startTestRun(planOf(workloadOf('web')), {}, { programs, holdMs: 100 });
  const answer = await run.get();
  expect(answer.status).toBe(503);
  expect(await answer.text()).toMatch(/waits for the build of web/i);
});
