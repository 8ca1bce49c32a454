import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import type { LocalEvent } from '../events.ts';
import { readChildren } from './children.ts';
import { isRunning, processStart } from './process-start.ts';
import { readRun } from './run-file.ts';
import type { RunFolder } from './run-folder.ts';
import { openRunFolder } from './run-folder.ts';
import type { RunState } from './run-state.ts';
import { stopRun } from './stop-run.ts';

const PATIENCE = { timeout: 10_000 };

let folder: string;
let events: LocalEvent[];

beforeEach(() => {
  events = [];
  const workspace = mkdtempSync(join(tmpdir(), 'nx-kube-run-'));
  chmodSync(workspace, 0o755); // else root's data would be elsewhere
  folder = join(workspace, '.nx-kube/local/todo');
  onTestFinished(() => rmSync(workspace, { recursive: true, force: true }));
});

async function open(): Promise<RunFolder> {
  const run = await openRunFolder({ folder, stack: 'todo', mode: 'local', emit: (event) => events.push(event) });
  if (run.type !== 'own') throw new Error(`process ${run.state.pid} has it`);
  onTestFinished(() => run.close());
  return run;
}

/** A supervisor in a process of its own, with children that stay when it is killed. */
async function supervise(...names: string[]): Promise<{ supervisor: ChildProcess; children: number[] }> {
  const program = fileURLToPath(new URL('testing/supervisor.ts', import.meta.url));
  const supervisor = spawn(process.execPath, [program, folder, ...names], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void supervisor.kill('SIGKILL'));
  const [line] = (await once(supervisor.stdout, 'data')) as [Buffer];
  const { children } = JSON.parse(line.toString()) as { children: number[] };
  onTestFinished(() => {
    for (const pid of children) if (readStart(pid)) process.kill(-pid, 'SIGKILL');
  });
  return { supervisor, children };
}

function readStart(pid: number): boolean {
  return processStart(pid) !== undefined;
}

async function kill(supervisor: ChildProcess): Promise<void> {
  const ended = once(supervisor, 'exit');
  supervisor.kill('SIGKILL');
  await ended;
}

function state(parts: Partial<RunState> = {}): RunState {
  const base = { stack: 'todo', mode: 'local', pid: process.pid, startedAt: '2026-01-01T00:00:00Z' } as const;
  return { ...base, urls: [], ready: true, processes: [], problems: [], ...parts };
}

test('a second start is told what runs, where and as which process', async () => {
  const run = await open();
  run.publish(state({ urls: ['http://todo.localhost:8081'] }));
  const second = await openRunFolder({ folder, stack: 'todo', mode: 'watch', emit: () => undefined });
  expect(second).toMatchObject({ type: 'running', state: { pid: process.pid, urls: ['http://todo.localhost:8081'] } });
});

test('a folder that was closed can be opened again, and its run has ended', async () => {
  const run = await open();
  run.publish(state());
  await run.close();
  expect(readRun(folder)).toMatchObject({ ready: false, endedAt: expect.any(String) as string });
  await expect(open()).resolves.toMatchObject({ type: 'own' });
});

test('where nothing has run yet there is nothing to read, and nothing to stop', async () => {
  expect(readRun(folder)).toBeUndefined();
  await expect(stopRun(folder, 0)).resolves.toBe(true);
});

test('the next start ends what a killed supervisor has left, tells it, and forgets it', async () => {
  const { supervisor, children } = await supervise('backend-1', 'mcp-1');
  await kill(supervisor);
  expect(children.every(readStart)).toBe(true);
  await open();
  expect(children.some(readStart)).toBe(false);
  expect(events).toMatchObject([
    { type: 'notice', level: 'info', message: expect.stringContaining('backend-1, mcp-1') as string },
  ]);
  expect(readChildren(folder)).toEqual([]);
});

test('a process that only has the number of a child is left alone', async () => {
  const other = spawn('/bin/sh', ['-c', 'sleep 30'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void other.kill('SIGKILL'));
  const pid = other.pid ?? 0;
  await (await open()).close();
  const noted = [{ pid, name: 'backend-1', signal: 'SIGTERM', start: `${processStart(pid)}0`, cwd: process.cwd() }];
  writeFileSync(join(folder, 'children.json'), JSON.stringify(noted));
  await open();
  expect(readStart(pid)).toBe(true);
  expect(events).toEqual([]);
});

test('of a run whose supervisor was killed its file says so, and which children still run', async () => {
  const { supervisor, children } = await supervise('backend-1', 'mcp-1');
  expect(readRun(folder)).toMatchObject({ ready: true, processes: [{ state: 'ready' }, { state: 'ready' }] });
  expect(readRun(folder)).not.toHaveProperty('endedAt');
  await kill(supervisor);
  process.kill(-(children[0] ?? 0), 'SIGKILL');
  await expect.poll(() => readStart(children[0] ?? 0), PATIENCE).toBe(false);
  const run = readRun(folder);
  expect(run).toMatchObject({ ready: false, endedAt: expect.any(String) as string });
  expect(run?.processes).toMatchObject([{ state: 'ended' }, { state: 'ready', pid: children[1] }]);
  expect(run?.processes[0]).not.toHaveProperty('pid');
});

test('a run is stopped by SIGTERM to its supervisor; one that takes longer is not said to have ended', async () => {
  await supervise();
  await expect(stopRun(folder, 10_000)).resolves.toBe(true);
  const { supervisor } = await supervise();
  supervisor.kill('SIGSTOP');
  await expect(stopRun(folder, 100)).resolves.toBe(false);
});

test('a child is noted at once, with all that is needed to know it again', async () => {
  const run = await open();
  const child = spawn('/bin/sh', ['-c', 'sleep 30'], { detached: true, stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  run.remember({ pid, name: 'backend-1', signal: 'SIGTERM' });
  expect(readChildren(folder)).toMatchObject([{ pid, name: 'backend-1', signal: 'SIGTERM' }]);
  expect(readChildren(folder).every(isRunning)).toBe(true);
  run.forget(pid);
  expect(readChildren(folder)).toEqual([]);
});

test('many states in a row are few writes, and the last one gets there', async () => {
  const run = await open();
  const file = join(folder, 'run.json');
  const written = new Set<bigint>();
  const begun = performance.now();
  for (let restarts = 0; restarts < 200; restarts++) {
    run.publish(state({ startedAt: String(restarts) }));
    written.add(statSync(file, { bigint: true }).mtimeNs);
    await sleep(1);
  }
  expect(written.size).toBeLessThanOrEqual((performance.now() - begun) / 100 + 2);
  await expect.poll(() => readRun(folder)?.startedAt, PATIENCE).toBe('199');
  run.publish(state({ startedAt: 'last' }));
  run.publish(state({ startedAt: 'very last' }));
  await run.close();
  expect(readRun(folder)?.startedAt).toBe('very last');
});

test('what a killed writer has left is cleared away', async () => {
  await (await open()).close();
  writeFileSync(join(folder, 'secrets.json.4242.new'), '{');
  await open();
  expect(existsSync(join(folder, 'secrets.json.4242.new'))).toBe(false);
});

test('secrets are for their owner only, outlive the run, and a damaged file is an error with a fix', async () => {
  const run = await open();
  expect(run.readSecrets()).toBeUndefined();
  run.writeSecrets({ password: 'c2VjcmV0' });
  await run.close();
  const file = join(folder, 'secrets.json');
  expect(statSync(file).mode & 0o777).toBe(0o600);
  chmodSync(file, 0o644);
  const next = await open();
  expect(next.readSecrets()).toEqual({ password: 'c2VjcmV0' });
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(join(folder, 'run.json'), 'utf8')).not.toContain('c2VjcmV0');
  writeFileSync(file, '{"password": ');
  expect(() => next.readSecrets()).toThrow(expect.objectContaining({ code: 'SECRETS_CORRUPTED' }) as Error);
});

test('folders are made on demand, and those with something private in them are private', async () => {
  const run = await open();
  for (const path of [run.logs, run.cache('programs'), run.files('backend-1'), run.data('data-postgres-0')]) {
    expect(statSync(path).mode & 0o777).toBe(0o700);
  }
  expect(run.data('data-postgres-0')).toBe(join(folder, 'data/data-postgres-0'));
});

test('a folder that can not be made is an error with a fix, and no lock stays', async () => {
  const file = join(folder, '../../..', 'file');
  writeFileSync(file, '');
  const options = {
    folder: join(file, '.nx-kube/local/todo'),
    stack: 'todo',
    mode: 'local',
    emit: () => undefined,
  } as const;
  await expect(openRunFolder(options)).rejects.toMatchObject({ code: 'FOLDER_UNUSABLE' });
});

test('what ends after the run was closed does not touch what the next run has noted', async () => {
  const before = await open();
  const late = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  const next = spawn('sleep', ['60'], { stdio: 'ignore', detached: true });
  onTestFinished(() => [late, next].forEach((child) => void child.kill('SIGKILL')));
  before.remember({ pid: late.pid ?? 0, name: 'build', signal: 'SIGKILL' });
  await before.close();

  const run = await open();
  run.remember({ pid: next.pid ?? 0, name: 'backend-1', signal: 'SIGTERM' });
  before.forget(late.pid ?? 0);

  expect(readChildren(folder).map(({ name }) => name)).toEqual(['backend-1']);
  expect(events).toContainEqual(
    expect.objectContaining({ message: expect.stringContaining('ended what it had left: build') as string }),
  );
});
