import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { isRunning, processStart } from './process-start.ts';

/** A process, and when it started: never mistaken for a later one with the same number. */
export interface Holder {
  readonly pid: number;
  readonly start: string;
}

/** The lock is ours until `release`. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a folder, from a process that has died too. At most one process has it at any time, whichever are
 * killed and whenever.
 *
 * The lock is a folder with one file in it, whose name says who has it and is never used again. Renaming a folder over
 * another succeeds only where that is absent or empty: that takes the lock. Deleting the holder's file, whose name nobody
 * else has, gives it back; whoever finds the holder dead may do so too, and can't hit a later holder.
 *
 * @returns the process that has it, if not us
 */
export function takeLock(folder: string): Lock | Holder {
  const path = join(folder, 'lock');
  const entry = `${process.pid}.${processStart(process.pid) ?? 'unknown'}.${randomBytes(8).toString('hex')}`;
  const draft = `${path}.${entry}`;
  mkdirSync(draft);
  try {
    writeFileSync(join(draft, entry), '');
    for (;;) {
      if (moveInto(draft, path)) return { release: () => rmSync(join(path, entry), { force: true }) };
      const holder = clearDead(path);
      if (holder) return holder;
    }
  } finally {
    rmSync(draft, { recursive: true, force: true });
    sweepDrafts(folder);
  }
}

/** Who has the lock of a folder now. */
export function lockHolder(folder: string): Holder | undefined {
  return entries(join(folder, 'lock')).map(parseEntry).find(isRunning);
}

function moveInto(draft: string, path: string): boolean {
  try {
    // Windows replaces no folder, not even an empty one; this deletes none that has an entry.
    rmdirSync(path);
  } catch {
    // Absent, or held: the rename decides.
  }
  try {
    renameSync(draft, path);
    return true;
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (['ENOTEMPTY', 'EEXIST', 'EPERM', 'EACCES'].includes(code) && entries(path).length > 0) return false;
    if (['ENOTEMPTY', 'EEXIST'].includes(code)) return false; // given back in between
    throw error;
  }
}

function clearDead(path: string): Holder | undefined {
  for (const entry of entries(path)) {
    const holder = parseEntry(entry);
    if (isRunning(holder)) return holder;
    rmSync(join(path, entry), { force: true });
  }
  return undefined;
}

/** Drafts of processes that were killed before they could take the lock. */
function sweepDrafts(folder: string): void {
  for (const name of entries(folder)) {
    if (!name.startsWith('lock.') || isRunning(parseEntry(name.slice('lock.'.length)))) continue;
    rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function parseEntry(entry: string): Holder {
  const [pid = '', start = ''] = entry.split('.');
  return { pid: Number(pid), start };
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
