import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** How a file is written. */
export interface WriteOptions {
  /** For its owner only unless said otherwise. */
  readonly mode?: number;
  /** Whether it must outlive a power cut, not only a kill. */
  readonly sync?: boolean;
}

/** Deletes what writers that were killed have left in a folder which is ours now. */
export function sweepDrafts(folder: string): void {
  for (const name of readdirSync(folder)) if (/\.\d+\.new$/.test(name)) rmSync(join(folder, name), { force: true });
}

/** Replaces a file as one: readers, and the next start after a kill, find the old text or the new one. */
export function writeWhole(path: string, text: string, { mode = 0o600, sync = false }: WriteOptions = {}): void {
  const draft = `${path}.${process.pid}.new`;
  try {
    const file = openSync(draft, 'w', mode);
    try {
      // A full disk may take the first part only, without an error.
      const bytes = Buffer.from(text);
      for (let done = 0; done < bytes.length;) done += writeSync(file, bytes, done);
      if (sync) fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
}
