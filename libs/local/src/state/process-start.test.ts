import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import { isRunning, parseStat, processStart } from './process-start.ts';

const PATIENCE = { timeout: 10_000 };

test('a process has one start as long as it runs, and none afterwards', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  onTestFinished(() => void child.kill('SIGKILL'));
  const pid = child.pid ?? 0;
  const start = processStart(pid) ?? '';
  expect(start).toMatch(/^[\w-]+$/);
  expect(processStart(pid)).toBe(start);
  expect(isRunning({ pid, start })).toBe(true);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(isRunning({ pid, start })).toBe(false);
});

test.runIf(process.platform === 'linux')('a process that nobody has waited for has ended all the same', async () => {
  // The shell becomes a program that never asks what became of its child.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.05 & echo $!; exec sleep 30'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void parent.kill('SIGKILL'));
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  await expect.poll(() => processStart(pid), PATIENCE).toBeUndefined();
  expect(() => process.kill(pid, 0)).not.toThrow();
});

test('another start than the one that was seen is another process', () => {
  const start = processStart(process.pid) ?? '';
  expect(isRunning({ pid: process.pid, start })).toBe(true);
  expect(isRunning({ pid: process.pid, start: `${start}1` })).toBe(false);
});

test('the name of a program does not confuse what stands behind it', () => {
  const line = `42 (a) R (b)) S 1 41 41 0 -1 4194560 1 0 0 0 0 0 0 0 20 0 7 0 123456 1 1`;
  expect(parseStat(line)).toEqual({ state: 'S', group: 41, ticks: 123_456 });
});
