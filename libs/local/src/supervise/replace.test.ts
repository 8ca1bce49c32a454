import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { TestRun } from './testing/start-test-run.ts';
import { containerOf, planOf, workloadOf } from './testing/plan.ts';
import { SERVER } from './testing/scripts.ts';
import { eventually, isAlive, scriptProgram, startTestRun, testFolder } from './testing/start-test-run.ts';

/** A server that answers with a text, and ends as it should. */
const saying = (text: string): string => `
  import { createServer } from 'node:http';
  const server = createServer((_, response) => response.end('${text}'));
  server.listen(Number(process.env.PORT), '127.0.0.1');
  process.on('SIGTERM', () => { server.close(() => process.exit(0)); server.closeIdleConnections(); });
`;
const CRASHING = `console.error('a mistake'); process.exit(1);`;

const said = async (run: TestRun): Promise<string> => (await run.get()).text();

test('a new program takes over when it is ready, and no request is lost', async () => {
  const run = await startTestRun(planOf(workloadOf('web', {}, { replicas: 2 })), { web: saying('old') });
  await run.supervision.ready;
  const old = [run.pid('web-1'), run.pid('web-2')];
  const answers: string[] = [];
  const asking = new AbortController();
  const asker = (async () => {
    while (!asking.signal.aborted) answers.push(await said(run));
  })();
  const { ok, afterMs } = await run.supervision.replace('web', scriptProgram(run.home, saying('new')));
  expect(ok).toBe(true);
  expect(afterMs).toBeGreaterThan(0);
  expect(await said(run)).toBe('new');
  asking.abort();
  await asker;
  // Old answers, then new ones, and nothing else.
  expect(answers.join(' ')).toMatch(/^(old ?)+(new ?)*$/);
  await eventually('the old ones ended', () => !old.some(isAlive));
  expect(run.supervision.state()).toMatchObject({
    ready: true,
    processes: [
      { process: 'web-1', state: 'ready', restarts: 0 },
      { process: 'web-2', state: 'ready', restarts: 0 },
    ],
  });
  expect(run.states('web-1').at(-1)).toBe('ready');
});

test('the old one stays when the new one fails, and why is told at once', async () => {
  const run = await startTestRun(planOf(workloadOf('web')), { web: saying('old') });
  await run.supervision.ready;
  const pid = run.pid('web-1');
  const failed = await run.supervision.replace('web', scriptProgram(run.home, CRASHING));
  const fix = 'correct what its last lines say';
  const problem = { process: 'web-1', code: 'CRASH', logs: ['a mistake'], fix };
  expect(failed).toMatchObject({ ok: false, stays: true, problem });
  expect(await said(run)).toBe('old');
  expect(run.supervision.state()).toMatchObject({ ready: true, problems: [], processes: [{ state: 'ready', pid }] });
  const mended = await run.supervision.replace('web', scriptProgram(run.home, saying('mended')));
  expect(mended.ok).toBe(true);
  expect(await said(run)).toBe('mended');
});

test('a newer program overtakes one that is not ready yet', async () => {
  const run = await startTestRun(planOf(workloadOf('web')), { web: saying('old') });
  await run.supervision.ready;
  const hanging = scriptProgram(run.home, 'setInterval(() => 0, 1000)');
  const first = run.supervision.replace('web', hanging);
  await sleep(100);
  const second = run.supervision.replace('web', scriptProgram(run.home, saying('newest')));
  expect(await first).toMatchObject({ ok: false, problem: { code: 'SUPERSEDED' } });
  expect(await second).toMatchObject({ ok: true });
  expect(await said(run)).toBe('newest');
});

test('steps run again beside the new one, which waits for them to take over', async () => {
  const home = testFolder();
  const TRACE = join(home, 'trace');
  const slowly = `
    import { appendFileSync } from 'node:fs';
    setTimeout(() => appendFileSync('${TRACE}', 'step '), 400);
  `;
  const step = containerOf('migrate', { ports: [], probes: {} });
  const run = await startTestRun(
    planOf(workloadOf('web', {}, { init: [step] })),
    { migrate: slowly, web: saying('old') },
    { home },
  );
  await run.supervision.ready;
  const { ok, afterMs } = await run.supervision.replace('web', scriptProgram(home, saying('new')));
  expect(ok).toBe(true);
  expect(afterMs).toBeGreaterThanOrEqual(390);
  expect(readFileSync(TRACE, 'utf8')).toBe('step step ');
  expect(await said(run)).toBe('new');
});

test('what crashes again and again is replaced at once', async () => {
  const backoff = { firstMs: 20_000, mostMs: 20_000, forgetMs: 60_000 };
  const run = await startTestRun(planOf(workloadOf('web')), { web: CRASHING }, { backoff });
  await eventually('a crash', () => run.states('web-1').includes('backoff'));
  expect(await run.supervision.replace('web', scriptProgram(run.home, CRASHING))).toMatchObject({
    ok: false,
    stays: false,
  });
  expect(await run.supervision.replace('web', scriptProgram(run.home, saying('mended')))).toMatchObject({ ok: true });
  await run.supervision.ready;
  expect(await said(run)).toBe('mended');
  expect(run.supervision.state()).toMatchObject({ ready: true, problems: [] });
});

test('a program that could not be built starts when it is given', async () => {
  const programs = (): Promise<never> => Promise.reject(new Error('does not compile'));
  const run = await startTestRun(planOf(workloadOf('web')), {}, { programs });
  await expect(run.supervision.ready).rejects.toThrow('does not compile');
  expect(await run.supervision.replace('web', scriptProgram(run.home, saying('mended')))).toMatchObject({ ok: true });
  expect(await said(run)).toBe('mended');
});

test.each([
  ['owns a claim', { folders: [{ path: '/data', claim: 'data' }] }, {}],
  ['reloads itself', {}, { reloads: true }],
])('what %s ends before the new one starts, and requests wait meanwhile', async (_, container, more) => {
  const home = testFolder();
  const TRACE = join(home, 'trace');
  const tracing = (name: string): string => `
    import { appendFileSync } from 'node:fs';
    appendFileSync('${TRACE}', '${name} begins ');
    process.on('exit', () => appendFileSync('${TRACE}', '${name} ends '));
    ${saying(name)}
  `;
  const program = (name: string) => ({ ...scriptProgram(home, tracing(name)), ...more });
  const run = await startTestRun(
    planOf(workloadOf('web', container)),
    {},
    { home, programs: async () => program('old') },
  );
  await run.supervision.ready;
  const replaced = run.supervision.replace('web', program('new'));
  await sleep(20);
  expect(await said(run)).toBe('new');
  expect(await replaced).toMatchObject({ ok: true });
  expect(readFileSync(TRACE, 'utf8')).toBe('old begins old ends new begins ');
});

test('of several programs for what can only run once the newest runs', async () => {
  const claim = { folders: [{ path: '/data', claim: 'data' }] };
  const run = await startTestRun(planOf(workloadOf('web', claim)), { web: saying('old') });
  await run.supervision.ready;
  const replacements = await Promise.all(
    ['1', '2', '3'].map((text) => run.supervision.replace('web', scriptProgram(run.home, saying(text)))),
  );
  expect(replacements.map(({ ok }) => ok)).toEqual([false, false, true]);
  expect(await said(run)).toBe('3');
  expect(run.supervision.state()).toMatchObject({ ready: true, processes: [{ process: 'web-1' }] });
});

test('a replacement that is under way ends with the run', async () => {
  const run = await startTestRun(planOf(workloadOf('web')), { web: SERVER });
  await run.supervision.ready;
  const replaced = run.supervision.replace('web', scriptProgram(run.home, 'setInterval(() => 0, 1000)'));
  await sleep(100);
  await run.supervision.stop();
  expect(await replaced).toMatchObject({ ok: false, problem: { code: 'SUPERSEDED' } });
});

test('a workload that the run does not have is named', async () => {
  const run = await startTestRun(planOf(workloadOf('web')), { web: SERVER });
  await expect(run.supervision.replace('wep', scriptProgram(run.home, ''))).rejects.toMatchObject({
    code: 'UNKNOWN_WORKLOAD',
  });
});
