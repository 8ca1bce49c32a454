import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { execPath } from 'node:process';
import { fileURLToPath } from 'node:url';

import { type LogLine, openLogs, type ProcessStatus } from '@nx-kube/local';
import { afterEach, expect, test } from 'vitest';

import type { RunEvent } from '../report/events.ts';
import { type HeldRun, holdRun, spawnRun, worldOf } from '../testing/held-run.ts';
import { stubWorld } from '../testing/stub-programs.ts';
import { run as destroy } from '../verbs/destroy.ts';
import { run as diagnose } from '../verbs/diagnose.ts';
import { run as logs } from '../verbs/logs.ts';
import { run as open } from '../verbs/open.ts';
import { run as status } from '../verbs/status.ts';

let held: HeldRun | undefined;
afterEach(async () => {
  await held?.remove();
  held = undefined;
});

const place = { stack: 'stack.mjs', environment: 'local' };
const since = '2026-01-31T08:00:00.000Z';
const process = (name: string, state: ProcessStatus['state'], more: Partial<ProcessStatus> = {}): ProcessStatus => ({
  process: name,
  workload: name.replace(/-\d+$/, ''),
  state,
  restarts: 0,
  since,
  ...more,
});
const line = (name: string, second: number, text: string): LogLine => ({
  process: name,
  stream: 'stdout',
  at: `2026-01-31T08:00:0${second}.000Z`,
  line: text,
});
const crash = {
  type: 'problem',
  process: 'backend-1',
  code: 'CRASH',
  because: 'the process ended with exit code 1',
  logs: ['no such table'],
  fix: 'correct what its last lines say',
} as const;
const texts = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'log' ? event.line : []));
const codes = (events: readonly RunEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === 'problem' ? `${event.process} ${event.code}` : []));

test.each([
  ['status', status],
  ['diagnose', diagnose],
] as const)('%s fails where nothing has run, and says how to start it', async (_, verb) => {
  const stub = stubWorld();
  try {
    const { world, events } = worldOf(stub);
    expect(await verb(place, world)).toBe('failed');
    expect(JSON.stringify(events)).toContain('npm start');
  } finally {
    stub.remove();
  }
});

test('status lists the processes and the addresses, and is content when all is ready', async () => {
  held = await holdRun({ state: { processes: [process('postgres-1', 'ready', { pid: 1, port: 5, restarts: 2 })] } });
  const { world, events } = worldOf(held.stub);
  expect(await status(place, world)).toBe('done');
  expect(events).toMatchObject([
    { type: 'note', kind: 'local' },
    { type: 'object', name: 'postgres-1', state: 'ready', process: { pid: 1, port: 5, restarts: 2 } },
    { type: 'note', kind: 'open', message: 'http://small.localhost:8080' },
    { type: 'note', kind: 'or', message: 'http://localhost:8080' },
  ]);
});

test('status fails while something is not ready', async () => {
  held = await holdRun({ state: { ready: false, processes: [process('backend-1', 'starting')] } });
  expect(await status(place, worldOf(held.stub).world)).toBe('failed');
});

test('status and diagnose tell a run that was killed from one that was stopped', async () => {
  held = await spawnRun({ state: { processes: [process('backend-1', 'ready')] } });
  await held.end('SIGKILL');
  const [shown, explained] = [worldOf(held.stub), worldOf(held.stub)];
  expect(await status(place, shown.world)).toBe('failed');
  expect(shown.events).toContainEqual(expect.objectContaining({ type: 'note', kind: 'ended' }));
  expect(await diagnose(place, explained.world)).toBe('failed');
  expect(codes(explained.events)).toEqual(['small KILLED']);
});

/** A front door that gives every request the same answer. */
async function answering(status: number, body: string): Promise<{ readonly url: string; readonly close: () => void }> {
  const server = createServer((_request, response) => response.writeHead(status).end(body));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}`, close: () => server.close() };
}

const shop = { ...place, stack: fileURLToPath(import.meta.resolve('../testing/shop-stack.ts')) };
const web = process('web-1', 'ready');

test('diagnose says that everything is as it should be, once the whole has answered', async () => {
  const door = await answering(200, '{}');
  held = await holdRun({ state: { urls: [door.url], processes: [web, process('web-migrate', 'done')] } });
  const { world, events } = worldOf(held.stub);
  expect(await diagnose(shop, world)).toBe('done');
  expect(events.at(-1)).toMatchObject({ type: 'note', kind: 'ready' });
  door.close();
});

test('diagnose asks the whole, and suspects who complains though it is ready', async () => {
  const door = await answering(503, JSON.stringify({ web: { status: 'ok' }, database: { status: 'down' } }));
  const store = process('store-1', 'ready', { because: 'the server did not answer well' });
  held = await holdRun({ state: { urls: [door.url], processes: [web, store] } });
  const { world, events } = worldOf(held.stub);
  expect(await diagnose(shop, world)).toBe('failed');
  expect(codes(events)).toEqual(['store-1 PROBE', 'small SMOKE']);
  expect(JSON.stringify(events)).toContain('503, database down');
  door.close();
});

test('a part of the stack is not asked for the whole', async () => {
  held = await holdRun({ state: { urls: ['http://localhost:1'], processes: [process('store-1', 'ready')] } });
  expect(await diagnose(shop, worldOf(held.stub).world)).toBe('done');
});

test('diagnose names what is broken, not who waits for it', async () => {
  const processes = [process('postgres-1', 'ready'), process('backend-1', 'backoff'), process('frontend-1', 'pending')];
  held = await holdRun({ state: { ready: false, processes, problems: [crash] } });
  const { world, events } = worldOf(held.stub);
  expect(await diagnose(place, world)).toBe('failed');
  expect(codes(events)).toEqual(['backend-1 CRASH']);
});

test('diagnose gives who is silent its last lines', async () => {
  held = await holdRun({
    state: { ready: false, processes: [process('backend-1', 'starting')] },
    lines: [line('backend-1', 1, 'waiting for the moon'), line('mcp-1', 2, 'something else')],
  });
  const { world, events } = worldOf(held.stub);
  expect(await diagnose(place, world)).toBe('failed');
  expect(events.at(-1)).toMatchObject({ type: 'problem', code: 'NOT_READY', logs: ['waiting for the moon'] });
});

test('diagnose explains a run that is over, the machine before the process', async () => {
  const problems = [crash, { ...crash, process: 'postgres-1', code: 'DISK_FULL' }];
  held = await holdRun({ state: { ready: false, processes: [process('backend-1', 'ended')], problems } });
  await held.end();
  const { world, events } = worldOf(held.stub);
  expect(await diagnose(place, world)).toBe('failed');
  expect(codes(events)).toEqual(['postgres-1 DISK_FULL', 'backend-1 CRASH', 'small NOT_RUNNING']);
});

const printed = [line('backend-1', 1, 'one'), line('mcp-1', 2, 'two'), line('backend-1', 3, 'three')];
const processes = [process('backend-1', 'ready'), process('mcp-1', 'ready')];
const options = { ...place, follow: false, previous: false };

test('logs come in the order of time, whoever printed them', async () => {
  held = await holdRun({ state: { processes }, lines: printed });
  const { world, events } = worldOf(held.stub);
  expect(await logs(options, world)).toBe('done');
  expect(texts(events)).toEqual(['one', 'two', 'three']);
});

test.each([
  [{ tail: 1 }, ['two', 'three']],
  [{ since: '2026-01-31T08:00:02Z' }, ['two', 'three']],
  [{ only: 'mcp' }, ['two']],
  [{ only: 'backend-1', tail: 1 }, ['three']],
])('of the logs, %j shows %j', async (choice, expected) => {
  held = await holdRun({ state: { processes }, lines: printed });
  const { world, events } = worldOf(held.stub);
  expect(await logs({ ...options, ...choice }, world)).toBe('done');
  expect(texts(events)).toEqual(expected);
});

test('logs of a run that is over are still there', async () => {
  held = await spawnRun({ state: { processes }, lines: printed });
  await held.end('SIGKILL');
  const { world, events } = worldOf(held.stub);
  expect(await logs({ ...options, follow: true }, world)).toBe('done');
  expect(texts(events)).toEqual(['one', 'two', 'three']);
});

test('following ends with the run', async () => {
  held = await holdRun({ state: { processes }, lines: printed });
  const { world, events } = worldOf(held.stub);
  const following = logs({ ...options, follow: true }, world);
  await expect.poll(() => texts(events).length).toBe(3);
  await held.end();
  expect(await following).toBe('done');
  expect(events.at(-1)).toMatchObject({ type: 'note', kind: 'ended' });
});

test('following that is interrupted has done what it was asked for', async () => {
  held = await holdRun({ state: { processes }, lines: printed });
  const stop = new AbortController();
  const { world, events } = worldOf(held.stub, stop.signal);
  const following = logs({ ...options, follow: true }, world);
  await expect.poll(() => texts(events).length).toBe(3);
  stop.abort();
  expect(await following).toBe('done');
});

test('following ends when nobody reads it any more', async () => {
  held = await holdRun({ state: { processes }, lines: printed });
  const program = fileURLToPath(import.meta.resolve('../../bin/nx-kube.mjs'));
  const words = ['logs', '--follow', '--environment=local', '--stack=stack.mjs'];
  const following = spawn(execPath, [program, ...words], { cwd: held.stub.root, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(following, 'exit');
  await once(following.stdout, 'data');
  following.stdout.destroy();
  const written = openLogs(join(held.folder, 'logs'));
  const writing = setInterval(() => written.write(line('backend-1', 4, 'four')), 50);
  expect(await ended).toEqual([0, null]);
  clearInterval(writing);
  await written.close();
});

test.each([[{ only: 'bakend' }], [{ previous: true }], [{ since: 'soon' }]])(
  'logs with %j are refused',
  async (choice) => {
    held = await holdRun({ state: { processes } });
    await expect(logs({ ...options, ...choice }, worldOf(held.stub).world)).rejects.toMatchObject({ code: 'USAGE' });
  },
);

test('destroy stops the run and keeps its data', async () => {
  const spawned = await spawnRun();
  held = spawned;
  const { world, events } = worldOf(held.stub);
  expect(await destroy({ ...place, deleteData: false }, world)).toBe('done');
  await expect.poll(() => spawned.holder.exitCode).toBe(0);
  expect(existsSync(join(held.folder, 'data/postgres'))).toBe(true);
  expect(events.map(({ type }) => type)).toContain('stopped');
});

test('destroy says that nothing runs, and has nothing to do', async () => {
  held = await spawnRun();
  await held.end('SIGKILL');
  const { world, events } = worldOf(held.stub);
  expect(await destroy({ ...place, deleteData: false }, world)).toBe('done');
  expect(events).toContainEqual(expect.objectContaining({ kind: 'ended', message: 'nothing runs here' }));
});

test('destroy --delete-data stops the run and leaves nothing', async () => {
  held = await spawnRun({ lines: printed });
  expect(await destroy({ ...place, deleteData: true }, worldOf(held.stub).world)).toBe('done');
  for (const name of ['data', 'logs', 'run.json']) expect(existsSync(join(held.folder, name)), name).toBe(false);
});

test('destroy deletes no data of a run that nobody has named', async () => {
  held = await holdRun();
  const asked = destroy({ stack: place.stack, deleteData: true }, worldOf(held.stub).world);
  await expect(asked).rejects.toMatchObject({ code: 'USAGE' });
  expect(existsSync(join(held.folder, 'data/postgres'))).toBe(true);
});

test('open prints an address of the run, and opens no browser where nobody would see it', async () => {
  held = await holdRun();
  const { world, events } = worldOf(held.stub);
  const asked = { ...place, browser: true, portForward: false };
  expect(await open(asked, { ...world, env: { CI: '1' } })).toBe('done');
  const said = events.find((event) => event.type === 'note' && event.kind === 'open');
  expect(JSON.stringify(said)).toMatch(/http:\/\/(small\.)?localhost:8080/);
});

test('open of a run whose address is not known yet does not pretend', async () => {
  held = await holdRun({ state: { urls: [], ready: false } });
  expect(await open({ ...place, browser: false, portForward: false }, worldOf(held.stub).world)).toBe('failed');
});

test('no port is led to the machine that it is on', async () => {
  held = await holdRun();
  const asked = open({ ...place, browser: false, portForward: true }, worldOf(held.stub).world);
  await expect(asked).rejects.toMatchObject({ code: 'USAGE' });
});
