import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';

import { expect, onTestFinished, test } from 'vitest';

import type { NotedChild } from './children.ts';
import { workingFolder } from './left-of-group.ts';
import { endOrphans } from './orphans.ts';
import { processStart } from './process-start.ts';

const PATIENCE = { timeout: 10_000 };

const LOOP = 'while :; do sleep 0.02; done';

async function start(script: string): Promise<{ child: ChildProcess; noted: NotedChild; grandchild: number }> {
  const child = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['ignore', 'pipe', 'ignore'] });
  const pid = child.pid ?? 0;
  onTestFinished(() => {
    if (processStart(pid) !== undefined) process.kill(-pid, 'SIGKILL');
  });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  const cwd = workingFolder(pid);
  const seen = { pid, name: 'backend-1', signal: 'SIGTERM', start: processStart(pid) ?? '' } as const;
  return { child, noted: { ...seen, ...(cwd === undefined ? {} : { cwd }) }, grandchild: Number(line.toString()) };
}

test('an orphan ends by its own signal, in its own way', async () => {
  const { child, noted } = await start(`trap 'exit 7' INT; echo 1; ${LOOP}`);
  const ended = once(child, 'exit');
  await expect(endOrphans([{ ...noted, signal: 'SIGINT' }], 5_000)).resolves.toEqual(['backend-1']);
  await expect(ended).resolves.toEqual([7, null]);
});

test('one that does not is killed, with all that it has started', async () => {
  const { child, noted, grandchild } = await start(`trap '' TERM; sh -c '${LOOP}' & echo $!; ${LOOP}`);
  const ended = once(child, 'exit');
  await endOrphans([noted], 100);
  await expect(ended).resolves.toEqual([null, 'SIGKILL']);
  await expect.poll(() => processStart(grandchild), PATIENCE).toBeUndefined();
});

test.runIf(process.platform === 'linux')('what an orphan leaves when it ends well ends too', async () => {
  const { noted, grandchild } = await start(`sh -c 'trap "" TERM; ${LOOP}' & echo $!; trap 'exit 0' TERM; ${LOOP}`);
  await endOrphans([noted], 5_000);
  await expect.poll(() => processStart(grandchild), PATIENCE).toBeUndefined();
});

test.runIf(process.platform === 'linux')('so does what a child had left that was killed as well', async () => {
  const { child, noted, grandchild } = await start(`sh -c '${LOOP}' & echo $!; ${LOOP}`);
  const ended = once(child, 'exit');
  child.kill('SIGKILL');
  await ended;
  expect(processStart(grandchild)).toBeDefined();
  await expect(endOrphans([{ ...noted, cwd: '/elsewhere' }], 0)).resolves.toEqual([]);
  await expect(endOrphans([noted], 0)).resolves.toEqual(['backend-1']);
  await expect.poll(() => processStart(grandchild), PATIENCE).toBeUndefined();
});
