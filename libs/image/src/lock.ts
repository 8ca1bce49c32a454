import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { ImageError } from './error.ts';

const BEAT_MS = 5_000;
const STALE_MS = 30_000;
const POLL_MS = 100;

/**
 * Runs `work` while no other process of this user runs work under the same name. The holder touches its file every five
 * seconds; a file of a dead process, or untouched for thirty seconds, is taken over.
 *
 * @param name any text, such as an image reference
 */
export async function withLock<T>(name: string, signal: AbortSignal | undefined, work: () => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `nx-kube-${userInfo().uid}`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${name.replaceAll(/[^\w.-]/g, '_')}.lock`);
  while (!(await take(path))) {
    if (signal?.aborted === true) {
      const parts = { doing: `wait for ${path}`, because: 'it was interrupted', fix: 'run the same command again' };
      throw new ImageError('INTERRUPTED', parts);
    }
    await clearStale(path);
    await delay(POLL_MS);
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    await rm(path, { force: true });
  }
}

async function take(path: string): Promise<boolean> {
  try {
    await writeFile(path, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Two waiters may both find a lock stale: a rename succeeds for one of them only, and moves exactly what was judged. */
async function clearStale(path: string): Promise<void> {
  const before = await stat(path).catch(() => undefined);
  if (before === undefined) return;
  const holder = Number(await readFile(path, 'utf8').catch(() => ''));
  const silent = Date.now() - before.mtimeMs;
  const dead = holder > 0 && !isAlive(holder);
  if (!dead && silent < STALE_MS) return;
  const now = await stat(path).catch(() => undefined);
  if (now?.ino !== before.ino) return;
  const grave = `${path}.${process.pid}`;
  await rename(path, grave).catch(() => undefined);
  await rm(grave, { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
