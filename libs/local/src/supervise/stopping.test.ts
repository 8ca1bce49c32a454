import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planOf, workloadOf } from './testing/plan.ts';
import { SERVER } from './testing/scripts.ts';
import { eventually, isAlive, startTestRun, testFolder } from './testing/start-test-run.ts';

const STUBBORN = `${SERVER.replace(/process\.on\('SIGTERM'.*/, '')}
  process.on('SIGTERM', () => console.log('will not'));
`;

test('processes end from the one that nobody needs to the database', async () => {
  const uses = (...urls: string[]) => ({ env: { PORT: '8000', NAME: 'x', URLS: urls.join(' ') } });
  const plan = planOf(
    workloadOf('web', uses('http://api'), { after: ['db'] }),
    workloadOf('api', uses('http://db', 'http://web'), { after: ['db'] }),
    workloadOf('db', {}, { kind: 'StatefulSet' }),
  );
  const run = await startTestRun(plan, { web: SERVER, api: SERVER, db: SERVER });
  await run.supervision.ready;
  await run.supervision.stop();
  const order = run.events.flatMap((event) =>
    event.type === 'process' && ['stopping', 'ended'].includes(event.state) ? `${event.process} ${event.state}` : [],
  );
  expect(order).toEqual([
    'web-1 stopping',
    'web-1 ended',
    'api-1 stopping',
    'api-1 ended',
    'db-1 stopping',
    'db-1 ended',
  ]);
});

test('what ignores that it is told to end is killed when its grace is over, and named', async () => {
  const run = await startTestRun(planOf(workloadOf('web', {}, { graceSeconds: 1 })), { web: STUBBORN });
  await run.supervision.ready;
  const pid = run.pid('web-1');
  const begun = performance.now();
  await run.supervision.stop();
  expect(performance.now() - begun).toBeGreaterThanOrEqual(990);
  expect(isAlive(pid)).toBe(false);
  expect(run.lines('web-1')).toEqual(['listens', 'will not']);
  expect(run.events).toContainEqual({ type: 'notice', level: 'warning', message: expect.stringContaining('web-1') });
  expect(run.problems()).toEqual([]);
});

test('what somebody else kills while it ends had not used its grace up', async () => {
  const run = await startTestRun(planOf(workloadOf('web', {}, { graceSeconds: 60 })), { web: STUBBORN });
  await run.supervision.ready;
  expect(run.supervision.state().stopping).toBeUndefined();
  const pid = run.pid('web-1');
  const stopped = run.supervision.stop();
  await eventually('it was told', () => run.lines('web-1').includes('will not'));
  expect(run.supervision.state()).toMatchObject({ ready: false, stopping: true });
  process.kill(pid, 'SIGKILL');
  await stopped;
  expect(run.events.filter(({ type }) => type === 'notice' || type === 'problem')).toEqual([]);
});

test('a second request to stop does not wait', async () => {
  const run = await startTestRun(planOf(workloadOf('web', {}, { graceSeconds: 60 })), { web: STUBBORN });
  await run.supervision.ready;
  const pid = run.pid('web-1');
  const first = run.supervision.stop();
  await eventually('it was told', () => run.lines('web-1').includes('will not'));
  await run.supervision.stop();
  await first;
  expect(isAlive(pid)).toBe(false);
  expect(run.events.filter(({ type }) => type === 'notice')).toEqual([]);
});

test('the signal of the run stops it once, and the first request to stop waits for that', async () => {
  const run = await startTestRun(planOf(workloadOf('web')), { web: SERVER });
  await run.supervision.ready;
  run.abort.abort();
  await run.supervision.stop();
  expect(run.lines('web-1')).toEqual(['listens', 'was told to end']);
});

test('a run that is stopped before it is ready says so, and starts nothing more', async () => {
  const plan = planOf(workloadOf('web', {}, { after: ['db'] }), workloadOf('db', {}, { kind: 'StatefulSet' }));
  const programs = (project: string): Promise<never> => new Promise(() => project);
  const run = await startTestRun(plan, {}, { programs });
  await run.supervision.stop();
  await expect(run.supervision.ready).rejects.toMatchObject({ code: 'INTERRUPTED' });
  expect(run.events.filter((event) => event.type === 'process' && event.pid !== undefined)).toEqual([]);
});

test('what rests after a crash does not hold up the end', async () => {
  const backoff = { firstMs: 60_000, mostMs: 60_000, forgetMs: 60_000 };
  const run = await startTestRun(planOf(workloadOf('web')), { web: 'process.exit(1)' }, { backoff });
  await eventually('a crash', () => run.states('web-1').includes('backoff'));
  await run.supervision.stop();
  expect(run.states('web-1')).toEqual(['pending', 'starting', 'backoff', 'ended']);
});

test('nothing is led to a process any more when it is told to end, and what it is doing it ends', async () => {
  const slow = `
    import { createServer } from 'node:http';
    import { writeFileSync } from 'node:fs';
    const server = createServer((request, response) => {
      if (request.url !== '/slow') return response.end('quick');
      writeFileSync(process.env.FLAG, '');
      process.once('SIGTERM', () => setTimeout(() => { response.end('slow'); server.close(() => process.exit(0)); server.closeIdleConnections(); }, 300));
    });
    server.keepAliveTimeout = 1;
    server.listen(Number(process.env.PORT), '127.0.0.1');
  `;
  const home = testFolder();
  const FLAG = join(home, 'flag');
  const run = await startTestRun(planOf(workloadOf('web', { env: { PORT: '8000', FLAG } })), { web: slow }, { home });
  await run.supervision.ready;
  const answer = run.get('/slow');
  await eventually('it is being answered', () => existsSync(FLAG));
  await run.supervision.stop();
  expect(await (await answer).text()).toBe('slow');
});
