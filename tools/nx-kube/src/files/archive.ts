import { gzipSync } from 'node:zlib';

import { Header } from 'tar';

import { PluginError } from '../error.ts';

/** Blocks of a tar file have 512 bytes. */
const BLOCK = 512;
/** The time that npm gives to all files of its packages: the first that a zip file can express. */
const TIME = new Date('1985-10-26T08:15:00.000Z');
/** Place of the operating system in the header of gzip, and the value for an unknown one (RFC 1952). */
const [GZIP_SYSTEM, UNKNOWN] = [9, 255];

/**
 * Packs files into a gzipped tar file. Pure: the same files give the same bytes, on every machine and at any time, in
 * whichever order they come.
 *
 * @param folder name of the folder that they are in
 * @param files path below it → text
 * @throws PluginError OUTPUT_FOLDER for a name that does not fit into a header
 */
export function archive(folder: string, files: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(files).toSorted();
  const entries = names.flatMap((name) => entry(`${folder}/${name}`, Buffer.from(files[name] ?? '')));
  const packed = gzipSync(Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]), { level: 9 });
  packed[GZIP_SYSTEM] = UNKNOWN;
  return packed;
}

function entry(path: string, content: Buffer): readonly Buffer[] {
  const head = Buffer.alloc(BLOCK);
  const header = new Header({ path, mode: 0o644, uid: 0, gid: 0, size: content.length, mtime: TIME, type: 'File' });
  if (header.encode(head)) {
    const fix = 'give the object and its chart shorter names, of plain letters';
    throw new PluginError('OUTPUT_FOLDER', { doing: `pack ${path}`, because: 'the name does not fit', fix });
  }
  return [head, content, Buffer.alloc(-content.length & (BLOCK - 1))];
}
