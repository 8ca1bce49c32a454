import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { beforeEach, expect, onTestFinished, test } from 'vitest';

import { lockHolder, takeLock } from './lock.ts';
import { processStart } from './process-start.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'nx-kube-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

test('whoever comes second is told who has the lock', () => {
  const lock = takeLock(folder);
  expect(takeLock(folder)).toMatchObject({ pid: process.pid });
  expect(lockHolder(folder)).toMatchObject({ pid: process.pid });
  expect(lock).toHaveProperty('release');
});

test('a lock that was given back is free, and leaves nothing that would hold others up', () => {
  for (let round = 0; round < 3; round++) {
    const lock = takeLock(folder);
    if ('pid' in lock) throw new Error(`process ${lock.pid} has it`);
    lock.release();
    lock.release();
    expect(lockHolder(folder)).toBeUndefined();
    expect(readdirSync(folder)).toEqual(['lock']);
  }
});

test.each([
  ['a process that is gone', '999999999.gone.abc'],
  ['an earlier process with the number of a living one', `${process.pid}.another-start.abc`],
  ['nobody, for its name makes no sense', 'rubbish'],
])('the lock of %s is taken over', (_, entry) => {
  mkdirSync(join(folder, 'lock'));
  writeFileSync(join(folder, 'lock', entry), '');
  expect(lockHolder(folder)).toBeUndefined();
  expect(takeLock(folder)).toHaveProperty('release');
  expect(readdirSync(join(folder, 'lock'))).toHaveLength(1);
});

test('drafts of the killed are cleared away, those of the living are not', () => {
  const living = `lock.${process.pid}.${processStart(process.pid)}.abc`;
  mkdirSync(join(folder, living));
  mkdirSync(join(folder, 'lock.999999999.gone.abc'));
  takeLock(folder);
  expect(readdirSync(folder).toSorted()).toEqual(['lock', living]);
});

test('of ten that start at once exactly one has the lock, over and over, whoever is killed and whenever', async () => {
  const notes = join(folder, 'notes');
  const locks = join(folder, 'locks');
  mkdirSync(locks);
  const killed = new Set<string>();
  const kill = ({ pid = 0 }: ChildProcess): void => {
    killed.add(String(pid));
    appendFileSync(notes, `kills ${pid}\n`);
    process.kill(pid, 'SIGKILL');
  };
  const contenders = Array.from({ length: 10 }, () => contend(locks, notes));
  const ends = contenders.map((contender) => once(contender, 'exit'));
  while (!existsSync(notes)) await sleep(5);
  for (const contender of contenders.slice(0, 4)) {
    await sleep(15);
    if (isAlive(contender)) kill(contender);
  }
  await Promise.all(ends);
  const history = readFileSync(notes, 'utf8').trim().split('\n');
  expect(overlaps(history)).toEqual([]);
  expect(history.filter((line) => line.startsWith('took')).length).toBeGreaterThan(20);
  expect(takeLock(locks)).toHaveProperty('release');
});

function contend(locks: string, notes: string): ChildProcess {
  const program = fileURLToPath(new URL('testing/contender.ts', import.meta.url));
  const contender = spawn(process.execPath, [program, locks, notes, '60'], { stdio: ['ignore', 'inherit', 'inherit'] });
  onTestFinished(() => void contender.kill('SIGKILL'));
  return contender;
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Moments at which two had the lock. The notes were written by whoever had it, so their order is what happened. */
function overlaps(history: readonly string[]): string[] {
  const dead = new Set<string>();
  let holder: string | undefined;
  return history.filter((line) => {
    const [what, pid = ''] = line.split(' ');
    if (what === 'dies' || what === 'kills') dead.add(pid);
    if (what === 'gives' && holder === pid) holder = undefined;
    if (what !== 'took') return false;
    const wrong = holder !== undefined && !dead.has(holder);
    holder = pid;
    return wrong;
  });
}
