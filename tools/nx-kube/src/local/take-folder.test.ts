import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openRunFolder, type RunFolder, type RunState } from '@nx-kube/local';
import { beforeEach, expect, onTestFinished, test } from 'vitest';

import type { World } from '../world.ts';
import { localFolder } from './folder.ts';
import type { Asked } from './not-done.ts';
import { takeFolder } from './take-folder.ts';

const plain: Asked = { mode: 'local', fresh: false, port: undefined, only: undefined };

let folder: string;
let events: Parameters<World['emit']>[0][];
let first: RunFolder;
let world: World;

beforeEach(async () => {
  const root = mkdtempSync(join(tmpdir(), 'nx-kube-take-'));
  chmodSync(root, 0o755); // else root's data would be elsewhere
  folder = localFolder(root, 'shop');
  events = [];
  world = {
    root,
    env: {},
    signal: new AbortController().signal,
    underNx: true,
    emit: (event) => events.push(event),
  };
  const run = await openRunFolder({ folder, stack: 'shop', mode: 'local', emit: () => undefined });
  if (run.type !== 'own') throw new Error('somebody else has it');
  first = run;
  onTestFinished(async () => {
    await first.close();
    rmSync(root, { recursive: true, force: true });
  });
});

function publish(parts: Partial<RunState> = {}): void {
  first.publish({
    stack: 'shop',
    mode: 'local',
    pid: process.pid,
    startedAt: '2026-01-02T03:04:05.000Z',
    urls: ['http://localhost:8081'],
    ready: true,
    workloads: [
      { name: 'web', after: [] },
      { name: 'store', after: [] },
    ],
    leftOut: [],
    processes: [],
    problems: [],
    ...parts,
  });
}

const take = (asked: Partial<Asked>): Promise<RunFolder | undefined> =>
  takeFolder(folder, 'shop', { ...plain, ...asked }, world);

test('a plain second start says what runs, and is content', async () => {
  publish({ workloads: [{ name: 'web', after: [] }], leftOut: ['store'] });
  expect(await take({})).toBeUndefined();
  expect(events).toMatchObject([{ type: 'running', pid: process.pid, only: ['web'] }]);
});

test('a second start that wants something else says what runs, and then what was not done', async () => {
  publish();
  const refused = take({ fresh: true, port: 9000, only: ['web'] });
  const because = expect.stringMatching(/--fresh.*\n.*--port 9000.*\n.*--only web/) as string;
  const fix = expect.stringContaining('nx-kube destroy --environment local') as string;
  await expect(refused).rejects.toMatchObject({ code: 'RUNS_ALREADY', because, fix });
  expect(events).toMatchObject([{ type: 'running', urls: ['http://localhost:8081'] }]);
  expect(events).not.toHaveProperty('0.only');
});

test('a name that the stack does not have is a wrong question, whether it runs or not', async () => {
  publish();
  await expect(take({ only: ['stor'] })).rejects.toMatchObject({ code: 'USAGE', fix: 'did you mean store?' });
});

test('what the other one has not chosen yet is waited for', async () => {
  const second = take({ port: 8081 });
  setTimeout(publish, 200);
  expect(await second).toBeUndefined();
  expect(events).toMatchObject([{ type: 'running', urls: ['http://localhost:8081'] }]);
});

test('when the other one ends before it has chosen, the folder is ours', async () => {
  const second = take({ port: 8081 });
  setTimeout(() => void first.close(), 200);
  const own = await second;
  expect(own?.type).toBe('own');
  await own?.close();
});

test('a run that is ending is waited for, and its folder is ours then', async () => {
  publish({ ready: false, stopping: true });
  const second = take({});
  setTimeout(() => void first.close(), 200);
  const own = await second;
  expect(own?.type).toBe('own');
  await own?.close();
  expect(events).toMatchObject([{ type: 'note', kind: 'waiting' }]);
});
