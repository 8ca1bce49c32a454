import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';

/** How a file is written. */
export interface WriteOptions {
  /** For its owner only unless said otherwise. */
  readonly mode?: number;
  /** Whether it must outlive a power cut, not only a kill. */
  readonly sync?: boolean;
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
