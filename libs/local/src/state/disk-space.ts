import { statfsSync } from 'node:fs';
import { dirname } from 'node:path';

import { LocalError } from '../error.ts';

/** A new cluster takes 40 MB, a segment of its log 16 MB; the rest is for logs and builds. */
const NEEDED_BYTES = 100 * 1024 * 1024;

/**
 * Refuses to start on a disk that is about to be full.
 *
 * @param folder may be absent yet
 * @param freeBytes for a test
 * @throws LocalError DISK_FULL naming the folder and what is free
 */
export function requireSpace(folder: string, freeBytes = freeSpace(folder)): void {
  if (freeBytes >= NEEDED_BYTES) return;
  throw diskFull(folder, `only ${Math.floor(freeBytes / 1024 / 1024)} MiB are free there, 100 MiB are needed`);
}

/** The error for a disk that is full. */
export function diskFull(folder: string, because: string, cause?: unknown): LocalError {
  const fix = `free some space (\`df -h ${folder}\`), then run it again; nothing that was stored is lost`;
  return new LocalError('DISK_FULL', { doing: `write below ${folder}`, because, fix }, cause);
}

/** Whether an error says that nothing more can be written, on the disk or by this user. */
export function isDiskFull(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT'].includes(String((error as NodeJS.ErrnoException | undefined)?.code));
}

function freeSpace(folder: string): number {
  try {
    const { bavail, bsize, blocks } = statfsSync(folder);
    return blocks === 0 ? Infinity : bavail * bsize; // some file systems don't count
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return Infinity; // the first write will tell
    return freeSpace(dirname(folder));
  }
}
