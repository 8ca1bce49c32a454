import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** One step of the schema, as committed. */
export interface Migration {
  /** File name without ending; its number orders it. */
  readonly name: string;
  readonly sql: string;
  /** sha256 of the text, hex: an applied file must never change. */
  readonly checksum: string;
}

/** Beside the bundle in an image, one level up in the sources. */
function folder(): URL {
  const beside = new URL('./migrations/', import.meta.url);
  return existsSync(beside) ? beside : new URL('../migrations/', import.meta.url);
}

/** Every migration that this build knows, in order. */
export function knownMigrations(): readonly Migration[] {
  const at = folder();
  return readdirSync(at)
    .filter((file) => file.endsWith('.sql'))
    .toSorted()
    .map((file) => {
      const sql = readFileSync(new URL(file, at), 'utf8');
      return { name: file.replace(/\.sql$/, ''), sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}
