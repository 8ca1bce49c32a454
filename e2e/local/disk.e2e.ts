import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import { join as signUp } from './member.ts';
import { until } from './until.ts';
import { LocalWorkspace } from './workspace.ts';

const copy = new LocalWorkspace(inject('copy'));
const folder = join(copy.folder, '.nx-kube');

/** Puts a small disk where runs keep their data, until the test is over. */
function smallDisk(mebibytes: number): void {
  copy.forgetData();
  mkdirSync(folder);
  const { uid, gid } = copy.place.owner ?? { uid: 0, gid: 0 };
  execFileSync('mount', [
    '-t',
    'tmpfs',
    '-o',
    `size=${mebibytes}m,uid=${uid},gid=${gid},mode=0700`,
    'todo-e2e',
    folder,
  ]);
  onTestFinished(() => {
    execFileSync('umount', ['--lazy', folder]);
    rmSync(folder, { recursive: true, force: true });
  });
}

test('a disk without room is named with what is free, before anything is started', async () => {
  smallDisk(64);
  const refused = copy.start('local');
  const { code } = await refused.end(60_000);
  expect(code, refused.output()).toBe(1);
  expect(refused.output()).toContain('DISK_FULL');
  expect(refused.output()).toContain('.nx-kube');
  expect(refused.output()).toMatch(/\b6\d(\.\d+)? Mi?B/);
  expect(copy.processes()).toEqual([]);
});

test('a disk that gets full while the stack runs does not end the run; with room again no task is lost', async () => {
  smallDisk(400);
  const local = await copy.up();
  const ann = await signUp(local.url);
  await ann.add('Before');
  const { bavail, bsize } = statfsSync(folder);
  const ballast = join(folder, 'ballast');
  // The first write takes all but a little; the second one the rest, byte by byte.
  writeFileSync(ballast, Buffer.alloc(bavail * bsize - 4096 * 4));
  const refused: unknown[] = [];
  for (let count = 0; count < 400; count++) {
    await ann.add(`Filler ${count} ${'x'.repeat(180)}`).catch((error: unknown) => refused.push(error));
    if (refused.length === 3) break;
  }
  expect((await fetch(`${local.url}/sign-in`)).status).toBe(200);
  expect(local.over(), local.output()).toBe(false);
  rmSync(ballast);
  await until(
    () => `tasks can be written again\n${local.output()}`,
    () =>
      ann.add('After').then(
        () => true,
        () => false,
      ),
    90_000,
  );
  expect(await ann.titles()).toEqual(expect.arrayContaining(['After', 'Before']));
  local.interrupt();
  await local.end();
  expect(copy.processes()).toEqual([]);
});
