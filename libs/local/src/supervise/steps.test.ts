import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { containerOf, planOf, workloadOf } from './testing/plan.ts';
import { SERVER } from './testing/scripts.ts';
import { eventually, startTestRun, testFolder } from './testing/start-test-run.ts';

const step = (name: string, project = name, env: Record<string, string> = {}) =>
  containerOf(project, { name, ports: [], probes: {}, env });

test('steps run once, in their order, before any replica', async () => {
  const home = testFolder();
  const env = { TRACE: join(home, 'trace') };
  const noting = (text: string): string => `
    import { appendFileSync } from 'node:fs';
    appendFileSync(process.env.TRACE, '${text} ');
  `;
  const plan = planOf(
    workloadOf(
      'web',
      { env: { PORT: '8000', ...env } },
      { replicas: 2, init: [step('first', 'first', env), step('second', 'second', env)] },
    ),
  );
  const scripts = { first: noting('first'), second: noting('second'), web: `${noting('web')}${SERVER}` };
  const run = await startTestRun(plan, scripts, { home });
  await run.supervision.ready;
  expect(readFileSync(env.TRACE, 'utf8')).toBe('first second web web ');
  expect(run.states('web-first')).toEqual(['pending', 'starting', 'done']);
  const names = run.supervision.state().processes.map(({ process, state }) => `${process} ${state}`);
  expect(names).toEqual(['web-first done', 'web-second done', 'web-1 ready', 'web-2 ready']);
  process.kill(run.pid('web-1'), 'SIGKILL');
  await eventually('it started again', () => run.states('web-1').filter((state) => state === 'ready').length === 2);
  expect(readFileSync(env.TRACE, 'utf8')).toBe('first second web web web ');
  await run.supervision.stop();
});

test('a step that fails is tried again, and holds the rest up until then', async () => {
  const home = testFolder();
  const flag = join(home, 'flag');
  const script = `
    import { existsSync } from 'node:fs';
    if (!existsSync('${flag}')) { console.log('no flag'); process.exit(1); }
  `;
  const plan = planOf(workloadOf('web', {}, { init: [step('migrate')] }));
  const backoff = { firstMs: 300, mostMs: 300, forgetMs: 60_000 };
  const run = await startTestRun(plan, { migrate: script, web: SERVER }, { home, backoff });
  await eventually('a failure', () => run.problems('web-migrate').length > 0);
  writeFileSync(flag, '');
  await run.supervision.ready;
  expect(run.problems()[0]).toMatchObject({ code: 'CRASH', logs: ['no flag'] });
  expect(run.supervision.state().problems).toEqual([]);
});

test('a step that fails three times fails the start', async () => {
  const plan = planOf(workloadOf('web', {}, { init: [step('migrate')] }));
  const run = await startTestRun(plan, { migrate: `throw new Error('relation missing')`, web: SERVER });
  await expect(run.supervision.ready).rejects.toMatchObject({
    code: 'START_FAILED',
    doing: 'start web-migrate',
    cause: { logs: expect.arrayContaining([expect.stringContaining('relation missing')]) },
  });
  expect(run.states('web-1')).toEqual(['pending']);
});

test('a Job runs to its end, and is done', async () => {
  const job = workloadOf('job', { ports: [], probes: {}, env: {} }, { kind: 'Job' });
  const run = await startTestRun(planOf(workloadOf('web'), job), { web: SERVER, job: `console.log('worked')` });
  await run.supervision.ready;
  expect(run.states('job-1')).toEqual(['pending', 'starting', 'done']);
  expect(run.lines('job-1')).toEqual(['worked']);
});

test('files and folders of a container are those of its process', async () => {
  const home = testFolder();
  const script = `
    import { readFileSync, writeFileSync, existsSync, statSync } from 'node:fs';
    const { SECRET, SECRETS, KEPT, SCRATCH } = process.env;
    console.log(readFileSync(SECRET, 'utf8'), readFileSync(SECRETS + '/other', 'utf8'), (statSync(SECRET).mode & 0o777).toString(8));
    console.log(existsSync(KEPT + '/mark'), existsSync(SCRATCH + '/mark'));
    writeFileSync(KEPT + '/mark', '');
    writeFileSync(SCRATCH + '/mark', '');
  `;
  const job = workloadOf(
    'job',
    {
      ports: [],
      probes: {},
      env: { SECRET: '/run/s/key', SECRETS: '/run/s', KEPT: '/data', SCRATCH: '/tmp/x' },
      files: [
        { path: '/run/s/key', text: 'the key' },
        { path: '/run/s/other', text: 'see http://job/' },
      ],
      folders: [{ path: '/data', claim: 'data' }, { path: '/tmp/x' }],
    },
    { kind: 'Job' },
  );
  const first = await startTestRun(planOf(job), { job: script }, { home });
  await first.supervision.ready;
  await first.supervision.stop();
  await first.folder.close();
  expect(first.lines('job-1')[0]).toMatch(/^the key see http:\/\/127\.0\.0\.1:\d+\/ 600$/);
  expect(first.lines('job-1')[1]).toBe('false false');
  expect(readdirSync(first.folder.files('job-1'))).toEqual([]);
  const second = await startTestRun(planOf(job), { job: script }, { home });
  await second.supervision.ready;
  expect(second.lines('job-1')[1]).toBe('true false');
});
