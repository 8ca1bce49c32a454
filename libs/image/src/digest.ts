import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

import type { Entry } from './entries.ts';
import { compareText, listEntries } from './entries.ts';

/** What `docker build` gets besides the files, and so what else decides about the content of the image. */
export interface DigestOptions {
  /** Dockerfile, relative to the context; `Dockerfile` if absent. */
  readonly dockerfile?: string;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Such as `linux/amd64`. */
  readonly platform: string;
}

/**
 * Identifies a build context: a function of its paths, execute bits, link targets, file contents, build arguments and
 * platform, and of nothing else (no time, owner, order or Docker). The Dockerfile is one of the files; the references
 * of the bases stand in its FROM lines.
 *
 * @param directory the context, as `stageContext` leaves it
 * @returns `sha256:` and 64 hex digits
 */
export async function contextDigest(directory: string, options: DigestOptions): Promise<string> {
  const entries = await listEntries(directory);
  const hash = createHash('sha256');
  // Each record is one line of JSON, so no file name can be mistaken for the end of a record.
  hash.update(line(['nx-kube/context/1', options.dockerfile ?? 'Dockerfile', options.platform]));
  for (const [name, value] of Object.entries(options.buildArgs ?? {}).sort(([a], [b]) => compareText(a, b))) {
    hash.update(line(['arg', name, value]));
  }
  for (const entry of entries) hash.update(line(await record(directory, entry)));
  return `sha256:${hash.digest('hex')}`;
}

async function record(directory: string, entry: Entry): Promise<string[]> {
  if (entry.type === 'link') return ['link', entry.path, entry.target];
  if (entry.type !== 'file') return [entry.type, entry.path];
  return [entry.executable ? 'program' : 'file', entry.path, await fileHash(join(directory, entry.path))];
}

async function fileHash(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function line(fields: readonly string[]): string {
  return `${JSON.stringify(fields)}\n`;
}
