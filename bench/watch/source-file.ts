import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A file of the sources that is saved again and again. */
export interface SourceFile {
  /** Saves it with this text in place of the one that is looked for. */
  save(text: string): void;
  /** Saves what was there at first. */
  restore(): void;
}

/** A file of this workspace; `looked` stands in it once. Whatever ends this program, the file is restored. */
export function openSource(path: string, looked: string): SourceFile {
  const file = join(import.meta.dirname, '../..', path);
  const before = readFileSync(file, 'utf8');
  if (before.split(looked).length !== 2) throw new Error(`${path} does not hold ${looked} once`);
  const restore = (): void => {
    process.off('exit', restore);
    writeFileSync(file, before);
  };
  process.once('exit', restore);
  return {
    save: (text) =>
      writeFileSync(
        file,
        before.replace(looked, () => text),
      ),
    restore,
  };
}
