import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LocalPlan, LocalWorkload } from '@nx-kube/manifests/local';
import { expect, test } from 'vitest';
import { containerOf, planOf, workloadOf } from './testing/plan.ts';
import { SERVER } from './testing/scripts.ts';
import {
  eventually,
  isAlive,
  scriptProgram,
  startTestRun,
  testFolder,
  type TestRun,
} from './testing/start-test-run.ts';

/** Answers with its name and a variable, and ends at once where that is `crash`. */
const CRASHES_ON_DEMAND = `
  if (process.env.MOOD === 'crash') { console.error('a bad mood'); process.exit(1); }
  ${SERVER}
`;

const web = (mood: string, more: Partial<LocalWorkload> = {}): LocalWorkload =>
  workloadOf('web', { env: { PORT: '8000', NAME: 'web', MOOD: mood } }, more);

const scripts = { web: CRASHES_ON_DEMAND, api: SERVER };

const answer = async (run: TestRun, path = '/'): Promise<{ name: string; pid: number; env: Record<string, string> }> =>
  (await (await run.get(path)).json()) as Awaited<ReturnType<typeof answer>>;

/** Has the run become another plan, and waits for it. */
async function adapt(run: TestRun, plan: LocalPlan) {
  const programs = async (project: string) =>
    scriptProgram(run.home, (scripts as Record<string, string>)[project] ?? '');
  const { done, ...difference } = await run.supervision.adapt({ plan, programs });
  return { difference, failed: await done };
}

const names = (run: TestRun): readonly string[] => run.supervision.state().processes.map(({ process }) => process);

test('what differs is another process when that is ready, the rest are the same, and no request is lost', async () => {
  const run = await startTestRun(planOf(web('good'), workloadOf('api')), scripts);
  await run.supervision.ready;
  const [old, api] = [run.pid('web-1'), run.pid('api-1')];
  const moods: string[] = [];
  const asking = new AbortController();
  const asker = (async () => {
    while (!asking.signal.aborted) moods.push((await answer(run)).env['MOOD'] ?? '');
  })();
  const { difference, failed } = await adapt(run, planOf(web('better'), workloadOf('api')));
  expect(difference).toMatchObject({ anew: ['web'], same: ['api'], begin: [], end: [], scaled: [], routes: false });
  expect(failed).toEqual([]);
  expect((await answer(run)).env['MOOD']).toBe('better');
  asking.abort();
  await asker;
  expect(moods.join(' ')).toMatch(/^(good ?)+(better ?)*$/);
  await eventually('the old one ended', () => !isAlive(old));
  expect(run.pid('api-1')).toBe(api);
  expect(run.supervision.state()).toMatchObject({ ready: true, problems: [] });
});

test('the same plan is no difference', async () => {
  const run = await startTestRun(planOf(web('good')), scripts);
  await run.supervision.ready;
  const pid = run.pid('web-1');
  expect((await adapt(run, planOf(web('good')))).difference).toMatchObject({ same: ['web'], anew: [] });
  expect(run.pid('web-1')).toBe(pid);
});

test('one that fails does not take the place of what works, and going back starts nothing', async () => {
  const run = await startTestRun(planOf(web('good')), scripts);
  await run.supervision.ready;
  const pid = run.pid('web-1');
  const { failed } = await adapt(run, planOf(web('crash')));
  expect(failed).toMatchObject([{ workload: 'web', problem: { code: 'CRASH', logs: ['a bad mood'] } }]);
  expect(await answer(run)).toMatchObject({ pid });
  expect((await adapt(run, planOf(web('good')))).difference).toMatchObject({ same: ['web'], anew: [] });
  expect(run.pid('web-1')).toBe(pid);
  expect((await adapt(run, planOf(web('best')))).failed).toEqual([]);
  expect((await answer(run)).env['MOOD']).toBe('best');
});

test('what is new begins with its steps before anybody is led to it, and what has left ends', async () => {
  const home = testFolder();
  const trace = join(home, 'trace');
  const step = containerOf('step', { ports: [], probes: {} });
  const all = { ...scripts, step: `import { writeFileSync } from 'node:fs'; writeFileSync('${trace}', 'done');` };
  const run = await startTestRun(planOf(web('good'), workloadOf('api')), all, { home });
  await run.supervision.ready;
  const [pid, api] = [run.pid('web-1'), run.pid('api-1')];
  const plan = planOf(workloadOf('other', { project: 'api' }, { init: [step] }), web('good'));
  const { done, ...difference } = await run.supervision.adapt({
    plan,
    programs: async (project) => scriptProgram(home, (all as Record<string, string>)[project] ?? ''),
  });
  expect(difference).toMatchObject({ begin: ['other'], end: ['api'], same: ['web'], anew: [], routes: true });
  expect(await answer(run)).toMatchObject({ name: 'web' });
  expect(await done).toEqual([]);
  expect(readFileSync(trace, 'utf8')).toBe('done');
  expect(await answer(run)).toMatchObject({ name: 'other' });
  expect(isAlive(api)).toBe(false);
  expect(run.pid('web-1')).toBe(pid);
  expect(names(run).toSorted()).toEqual(['other-1', 'other-step', 'web-1']);
  expect(run.supervision.state().ready).toBe(true);
});

test('what is new and fails is taken away again, and routes stay', async () => {
  const run = await startTestRun(planOf(workloadOf('api')), scripts);
  await run.supervision.ready;
  const { failed } = await adapt(run, planOf(web('crash'), workloadOf('api')));
  expect(failed).toMatchObject([{ workload: 'web', problem: { code: 'CRASH' } }]);
  expect(await answer(run)).toMatchObject({ name: 'api' });
  expect(names(run)).toEqual(['api-1']);
  expect(run.supervision.state()).toMatchObject({ ready: true, problems: [] });
});

test('another count of replicas starts and ends just those', async () => {
  const run = await startTestRun(planOf(web('good')), scripts);
  await run.supervision.ready;
  const pid = run.pid('web-1');
  const { difference } = await adapt(run, planOf(web('good', { replicas: 3 })));
  expect(difference).toMatchObject({ scaled: ['web'], anew: [] });
  expect(names(run)).toEqual(['web-1', 'web-2', 'web-3']);
  expect(run.supervision.state().ready).toBe(true);
  const third = run.pid('web-3');
  await adapt(run, planOf(web('good', { replicas: 1 })));
  await eventually('the others ended', () => !isAlive(third) && names(run).length === 1);
  expect(run.pid('web-1')).toBe(pid);
  expect(await answer(run)).toMatchObject({ pid });
});

test('a step and a port of another name are there, and the ones before are not', async () => {
  const step = containerOf('before', { ports: [], probes: {} });
  const all = { ...scripts, before: '' };
  const run = await startTestRun(planOf(web('good', { init: [step] })), all);
  await run.supervision.ready;
  const moved: LocalPlan = planOf(
    workloadOf(
      'web',
      {
        env: { PORT: '9000', NAME: 'web' },
        ports: [{ port: 9000, variables: ['PORT'] }],
        probes: { readiness: { ...probeAt(9000), periodSeconds: 1 } },
      },
      { init: [{ ...step, name: 'first' }] },
    ),
  );
  const plan: LocalPlan = {
    ...moved,
    services: [{ name: 'web', workload: 'web', ports: [{ port: 90, targetPort: 9000 }] }],
    routes: [{ path: '/', pathType: 'Prefix', service: 'web', port: 90 }],
  };
  const failures: number[] = [];
  const asking = new AbortController();
  const asker = (async () => {
    while (!asking.signal.aborted) {
      const { status } = await run.get();
      if (status !== 200) failures.push(status);
    }
  })();
  const { done } = await run.supervision.adapt({ plan, programs: async () => scriptProgram(run.home, '') });
  expect(await done).toEqual([]);
  await run.get();
  asking.abort();
  await asker;
  expect(failures).toEqual([]);
  expect((await answer(run)).env['NAME']).toBe('web');
  expect(names(run).toSorted()).toEqual(['web-1', 'web-first']);
});

test('what owns a claim ends before it starts anew, and who needs it starts after it', async () => {
  const home = testFolder();
  const store = (text: string): LocalWorkload =>
    workloadOf(
      'store',
      { project: 'api', env: { PORT: '8000', NAME: text }, folders: [{ path: '/data', claim: 'data' }] },
      { kind: 'StatefulSet' },
    );
  const user = (mood: string): LocalWorkload => web(mood, { after: ['store'] });
  const run = await startTestRun(planOf(user('good'), store('one')), scripts, { home });
  await run.supervision.ready;
  writeFileSync(join(run.folder.data('data'), 'kept'), 'kept');
  const [first, second] = [run.pid('store-1'), run.pid('web-1')];
  const { difference, failed } = await adapt(run, planOf(user('good'), store('two')));
  expect([difference.anew, difference.same, failed]).toEqual([['store'], ['web'], []]);
  expect([run.pid('web-1'), isAlive(first), run.pid('store-1') === first]).toEqual([second, false, false]);
  expect(existsSync(join(run.folder.data('data'), 'kept'))).toBe(true);

  await adapt(run, planOf(user('better'), store('three')));
  const changes = run.events.flatMap((event) =>
    event.type === 'process' && ['ready', 'starting'].includes(event.state) ? `${event.process} ${event.state}` : [],
  );
  expect(changes.slice(-4)).toEqual(['store-1 starting', 'store-1 ready', 'web-1 starting', 'web-1 ready']);
});

test('a newer plan takes the place of one that is under way', async () => {
  const run = await startTestRun(planOf(web('good')), { ...scripts, api: 'setInterval(() => 0, 1000)' });
  await run.supervision.ready;
  const programs = async () => scriptProgram(run.home, 'setInterval(() => 0, 1000)');
  const hanging = await run.supervision.adapt({ plan: planOf(web('worse'), workloadOf('api')), programs });
  await eventually('it starts', () => run.pid('api-1') > 0);
  const api = run.pid('api-1');
  const { difference, failed } = await adapt(run, planOf(web('better')));
  expect(await hanging.done).toBeUndefined();
  expect([difference.end, failed]).toEqual([['api'], []]);
  expect(isAlive(api)).toBe(false);
  expect((await answer(run)).env['MOOD']).toBe('better');
  expect(run.supervision.state()).toMatchObject({ ready: true, processes: [{ process: 'web-1' }] });
});

test('a program that is made meanwhile is the one that runs', async () => {
  const run = await startTestRun(planOf(web('good')), scripts);
  await run.supervision.ready;
  const programs = async () => scriptProgram(run.home, '');
  const adapting = await run.supervision.adapt({ plan: planOf(web('better')), programs });
  const newer = scriptProgram(run.home, SERVER.replace('pid: process.pid', "pid: 'newer'"));
  expect(await run.supervision.replace('web', newer)).toMatchObject({ ok: true });
  expect(await adapting.done).toEqual([]);
  expect(await answer(run)).toMatchObject({ pid: 'newer', env: { MOOD: 'better' } });
});

test('it ends with the run, whatever is under way', async () => {
  const run = await startTestRun(planOf(web('good')), scripts);
  await run.supervision.ready;
  const programs = async () => scriptProgram(run.home, 'setInterval(() => 0, 1000)');
  const { done } = await run.supervision.adapt({ plan: planOf(workloadOf('api'), web('better')), programs });
  await eventually('it starts', () => run.pid('api-1') > 0);
  const api = run.pid('api-1');
  await run.supervision.stop();
  expect(await done).toBeUndefined();
  expect([isAlive(api), run.supervision.state().endedAt === undefined]).toEqual([false, false]);
  await expect(run.supervision.adapt({ plan: planOf(web('best')), programs })).rejects.toMatchObject({
    code: 'INTERRUPTED',
  });
});

test('a part that was asked for and has left is named, and all runs on', async () => {
  const run = await startTestRun(planOf(web('good'), workloadOf('api')), scripts, { only: ['api'] });
  await run.supervision.ready;
  const api = run.pid('api-1');
  await expect(adapt(run, planOf(web('good')))).rejects.toMatchObject({ code: 'UNKNOWN_WORKLOAD' });
  await sleep(50);
  expect([run.pid('api-1'), isAlive(api)]).toEqual([api, true]);
});

function probeAt(port: number) {
  return {
    check: { type: 'http', path: '/', port },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
  } as const;
}
