import { setTimeout as sleep } from 'node:timers/promises';

import { lockHolder } from './lock.ts';

const POLL_MS = 50;

/**
 * Ends the run in a folder: SIGTERM to its supervisor, which stops everything tidily.
 *
 * @param graceMs how long to wait for its end
 * @returns whether nothing runs there now; `true` also if nothing did
 */
export async function stopRun(folder: string, graceMs: number): Promise<boolean> {
  const holder = lockHolder(folder);
  if (holder === undefined) return true;
  try {
    process.kill(holder.pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPERM') return false;
  }
  const deadline = Date.now() + graceMs;
  while (isSame(lockHolder(folder), holder)) {
    if (Date.now() >= deadline) return false;
    await sleep(POLL_MS);
  }
  return true;
}

function isSame(holder: { pid: number } | undefined, before: { pid: number }): boolean {
  return holder?.pid === before.pid;
}
