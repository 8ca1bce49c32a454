import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { httpProbe, planOf, workloadOf } from './testing/plan.ts';
import { MOODY, SERVER } from './testing/scripts.ts';
import { eventually, startTestRun, testFolder } from './testing/start-test-run.ts';

/** A service whose answers follow files: `<moods>/-not-ready` makes it unready. */
function moody(probes: Parameters<typeof workloadOf>[1]) {
  const home = testFolder();
  const moods = `${join(home, 'moods')}/`;
  mkdirSync(moods);
  const workload = workloadOf('web', { env: { PORT: '8000', MOODS: moods }, ...probes }, { graceSeconds: 1 });
  return {
    home,
    workload,
    be: (mood: string) => writeFileSync(join(moods, `-not-${mood}`), ''),
    beNot: (mood: string) => rmSync(join(moods, `-not-${mood}`)),
  };
}

const quick = { periodSeconds: 0.05, timeoutSeconds: 10 };
const usual = {
  startup: httpProbe('/ready', { ...quick, failureThreshold: 400 }),
  readiness: httpProbe('/ready', { ...quick, failureThreshold: 2 }),
  liveness: httpProbe('/alive', { ...quick, failureThreshold: 2 }),
};

test('a process that is not ready gets no requests, and gets them again when it is', async () => {
  const { home, workload, be, beNot } = moody({ probes: usual });
  const run = await startTestRun(planOf(workload), { web: MOODY }, { home });
  await run.supervision.ready;
  const pid = run.pid('web-1');
  be('ready');
  await eventually('unready', () => run.states('web-1').at(-1) === 'unready');
  expect(run.supervision.state()).toMatchObject({
    ready: false,
    processes: [{ because: expect.stringContaining('503') }],
  });
  const held = run.get('/x');
  beNot('ready');
  expect(await (await held).text()).toBe(String(pid));
  await eventually('ready', () => run.supervision.state().ready);
  expect(run.states('web-1')).toEqual(['pending', 'starting', 'ready', 'unready', 'ready']);
});

test('a process that does not live any more is ended and started again', async () => {
  const { home, workload, be, beNot } = moody({ probes: usual });
  const run = await startTestRun(planOf(workload), { web: MOODY }, { home });
  await run.supervision.ready;
  const pid = run.pid('web-1');
  be('alive');
  await eventually('it was ended', () => run.problems().length > 0);
  beNot('alive');
  expect(run.problems()).toMatchObject([
    { code: 'LIVENESS', because: expect.stringContaining('GET /alive answered 503') },
  ]);
  await eventually('ready again', () => run.supervision.state().ready && run.pid('web-1') !== pid);
  expect(run.states('web-1')).toEqual(['pending', 'starting', 'ready', 'stopping', 'backoff', 'starting', 'ready']);
  expect(run.supervision.state()).toMatchObject({ problems: [], processes: [{ restarts: 1 }] });
});

test('a process that does not start in time is ended, and the start fails with what its probe said', async () => {
  const { home, workload, be } = moody({
    probes: { startup: httpProbe('/ready', { periodSeconds: 0.1, failureThreshold: 5 }) },
  });
  be('ready');
  const run = await startTestRun(planOf(workload), { web: MOODY }, { home });
  await expect(run.supervision.ready).rejects.toMatchObject({
    code: 'START_FAILED',
    because: expect.stringContaining('GET /ready '),
    cause: { code: 'START_PROBE' },
  });
});

test('a program may be asked by connecting to it', async () => {
  const probes = { startup: httpProbe('/', { check: { type: 'tcp', port: 8000 }, failureThreshold: 20 }) };
  const run = await startTestRun(planOf(workloadOf('web', { probes })), { web: SERVER });
  await run.supervision.ready;
  await eventually('its line', () => run.lines('web-1').includes('listens'));
  expect(run.supervision.state()).toMatchObject({ ready: true, problems: [] });
});

test('a program may be asked by another one, which has the same variables and paths', async () => {
  const script = `
    import { existsSync, writeFileSync } from 'node:fs';
    if (process.argv[2] === 'ask') process.exit(existsSync(process.env.FLAG) ? 0 : 1);
    setTimeout(() => writeFileSync(process.env.FLAG, ''), 300);
    setInterval(() => 0, 1000);
  `;
  const check = { type: 'exec', command: ['node', '/app/main.mjs', 'ask'] } as const;
  const probes = { startup: httpProbe('', { check, timeoutSeconds: 5, failureThreshold: 20 }) };
  const home = testFolder();
  const FLAG = join(home, 'flag');
  const run = await startTestRun(planOf(workloadOf('web', { probes, env: { FLAG } })), { web: script }, { home });
  await run.supervision.ready;
  expect(existsSync(FLAG)).toBe(true);
});

test('a probe that does not answer in time has failed', async () => {
  const script = `
    import { createServer } from 'node:http';
    createServer(() => 0).listen(Number(process.env.PORT), '127.0.0.1');
  `;
  const probes = { startup: httpProbe('/', { timeoutSeconds: 0.2, periodSeconds: 0.2, failureThreshold: 5 }) };
  const run = await startTestRun(planOf(workloadOf('web', { probes }, { graceSeconds: 1 })), { web: script });
  const late = (): boolean => run.problems().some(({ because }) => because.includes('did not answer within 0.2 s'));
  await eventually('it was too late', late);
  expect(run.problems()[0]).toMatchObject({ code: 'START_PROBE' });
});

test('a probe waits for its initial delay', async () => {
  const probes = { readiness: httpProbe('/', { initialDelaySeconds: 1 }) };
  const run = await startTestRun(planOf(workloadOf('web', { probes })), { web: SERVER });
  await run.supervision.ready;
  const ready = run.events.find((event) => event.type === 'process' && event.state === 'ready');
  expect(ready).toMatchObject({ afterMs: expect.any(Number) });
  expect(ready?.type === 'process' ? ready.afterMs : 0).toBeGreaterThanOrEqual(990);
});

test('a probe that asks for several good answers gets them', async () => {
  const home = testFolder();
  // Lines of a log come by another way than answers, and may come later.
  const trace = join(home, 'trace');
  const counting = `
    import { appendFileSync } from 'node:fs';
    import { createServer } from 'node:http';
    const answer = (_, response) => response.end(appendFileSync('${trace}', 'asked '));
    createServer(answer).listen(Number(process.env.PORT), '127.0.0.1');
  `;
  const probes = { readiness: httpProbe('/', { ...quick, successThreshold: 3 }) };
  const run = await startTestRun(planOf(workloadOf('web', { probes })), { web: counting }, { home });
  await run.supervision.ready;
  expect(readFileSync(trace, 'utf8')).toMatch(/^(asked ){3,}$/);
});
