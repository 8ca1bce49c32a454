import { afterEach, beforeEach, expect, test } from 'vitest';
import { startPodServer, type PodServer } from '../testing/api-server.ts';
import { podLogs } from './pod-logs.ts';
import type { PodLogLine, PodLogOptions } from './sources.ts';
import type { Workload } from './workloads.ts';

let server: PodServer;
let stop: AbortController;

beforeEach(async () => {
  server = await startPodServer();
  stop = new AbortController();
});
afterEach(() => {
  stop.abort();
  server.close();
});

const workload = (name: string): Workload => ({
  ref: { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'shop', name },
  isOwn: ({ metadata }) => metadata.labels?.['app'] === name,
});
const options = (more: Partial<PodLogOptions> = {}): PodLogOptions => ({
  cluster: server.cluster,
  namespace: 'shop',
  workloads: [workload('web'), workload('api')],
  signal: stop.signal,
  ...more,
});

/** What is shown, as it comes; `ended` rejects when the reading does. */
function show(more: Partial<PodLogOptions> = {}): { readonly shown: string[]; readonly ended: Promise<void> } {
  const shown: string[] = [];
  const read = async (): Promise<void> => {
    for await (const line of podLogs(options(more))) shown.push(textOf(line));
  };
  return { shown, ended: read() };
}

function textOf({ pod, container, line }: PodLogLine): string {
  return `${pod} ${container} ${line}`;
}

const running = { state: 'running' } as const;

test('what the containers of several pods wrote comes in the order of time, and nobody else is read', async () => {
  server.set('web-1', { init: { state: 'terminated', init: true }, web: running });
  server.set('api-1', { api: running });
  server.set('other-1', { other: running });
  server.write('web-1', 'init', 1, 'first');
  server.write('api-1', 'api', 2, 'second');
  server.write('web-1', 'web', 3, 'third');
  server.write('other-1', 'other', 2, 'not ours');
  const { shown, ended } = show();
  await ended;
  expect(shown).toEqual(['web-1 init first', 'api-1 api second', 'web-1 web third']);
});

test('of each container only the last lines, when that is asked for', async () => {
  server.set('web-1', { web: running });
  for (const second of [1, 2, 3]) server.write('web-1', 'web', second, `line ${second}`);
  const { shown, ended } = show({ tailLines: 2 });
  await ended;
  expect(shown).toEqual(['web-1 web line 2', 'web-1 web line 3']);
});

test('a container that has not started has no log, and that is no failure', async () => {
  server.set('web-1', { web: { state: 'waiting' } });
  const { shown, ended } = show();
  await ended;
  expect(shown).toEqual([]);
});

test('the run before the last restart is read when that is asked for, and only where there was one', async () => {
  server.set('web-1', { web: running });
  server.set('api-1', { api: running });
  server.write('web-1', 'web', 1, 'crashed');
  server.write('api-1', 'api', 1, 'runs');
  server.set('web-1', { web: { state: 'running', restarts: 1 } });
  server.write('web-1', 'web', 2, 'runs again');
  const { shown, ended } = show({ previous: true, follow: true });
  await ended;
  expect(shown).toEqual(['web-1 web crashed']);
});

test('following shows what was there, then what comes, once', async () => {
  server.set('web-1', { web: running });
  server.write('web-1', 'web', 1, 'before');
  const { shown, ended } = show({ follow: true });
  await expect.poll(() => shown).toEqual(['web-1 web before']);
  server.write('web-1', 'web', 1, 'in the same second');
  server.write('web-1', 'web', 2, 'later');
  await expect.poll(() => shown).toEqual(['web-1 web before', 'web-1 web in the same second', 'web-1 web later']);
  stop.abort();
  await ended;
});

test('a pod that comes while following is shown from its first line, its init container too', async () => {
  server.set('web-1', { web: running });
  server.write('web-1', 'web', 1, 'up');
  const { shown } = show({ follow: true, tailLines: 1 });
  await expect.poll(() => shown).toEqual(['web-1 web up']);
  server.set('web-2', { init: { state: 'running', init: true }, web: { state: 'waiting' } });
  server.write('web-2', 'init', 2, 'preparing');
  server.write('web-2', 'init', 3, 'prepared');
  await expect.poll(() => shown).toHaveLength(3);
  server.set('web-2', { init: { state: 'terminated', init: true }, web: running });
  server.write('web-2', 'web', 4, 'serving');
  await expect.poll(() => shown).toHaveLength(4);
  expect(shown.slice(1)).toEqual(['web-2 init preparing', 'web-2 init prepared', 'web-2 web serving']);
});

test('a container that is started again is followed on', async () => {
  server.set('web-1', { web: running });
  server.write('web-1', 'web', 1, 'one');
  const { shown } = show({ follow: true });
  await expect.poll(() => shown).toHaveLength(1);
  server.set('web-1', { web: { state: 'waiting', restarts: 1 } });
  server.set('web-1', { web: { state: 'running', restarts: 1 } });
  server.write('web-1', 'web', 2, 'two');
  await expect.poll(() => shown, { timeout: 5000 }).toEqual(['web-1 web one', 'web-1 web two']);
});

test('a connection that breaks goes on where it was: no line is lost, none comes twice', async () => {
  server.set('web-1', { web: running });
  const { shown } = show({ follow: true });
  server.write('web-1', 'web', 1, 'a');
  server.write('web-1', 'web', 1, 'bb');
  await expect.poll(() => shown).toHaveLength(2);
  server.breakLogs();
  server.write('web-1', 'web', 1, 'ccc');
  server.write('web-1', 'web', 2, 'dddd');
  await expect
    .poll(() => shown, { timeout: 10_000 })
    .toEqual(['web-1 web a', 'web-1 web bb', 'web-1 web ccc', 'web-1 web dddd']);
});

test('a pod that goes is no failure, and its successor is followed', async () => {
  server.set('web-1', { web: running });
  server.write('web-1', 'web', 1, 'old');
  const { shown } = show({ follow: true });
  await expect.poll(() => shown).toHaveLength(1);
  server.delete('web-1');
  server.set('web-2', { web: running });
  server.write('web-2', 'web', 2, 'new');
  await expect.poll(() => shown).toEqual(['web-1 web old', 'web-2 web new']);
});
