import { lstat, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

/** One thing in a build context. `path` is relative, with `/`; modes are reduced to what an image keeps of them. */
export type Entry =
  | { readonly type: 'directory'; readonly path: string }
  | { readonly type: 'file'; readonly path: string; readonly executable: boolean }
  | { readonly type: 'link'; readonly path: string; readonly target: string }
  | { readonly type: 'other'; readonly path: string };

/**
 * Lists everything below a directory, links not followed, sorted by path in code unit order, so that the result does
 * not depend on the file system's own order or on a locale.
 */
export async function listEntries(directory: string): Promise<Entry[]> {
  const entries = await walk(directory, '');
  return entries.sort((a, b) => compareText(a.path, b.path));
}

/** Order by UTF-16 code units: the same on every machine, unlike `localeCompare`. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

async function walk(directory: string, prefix: string): Promise<Entry[]> {
  const names = await readdir(join(directory, prefix));
  const nested = await Promise.all(names.map((name) => visit(directory, prefix === '' ? name : `${prefix}/${name}`)));
  return nested.flat();
}

async function visit(directory: string, path: string): Promise<Entry[]> {
  const entry = await describe(directory, path);
  return entry.type === 'directory' ? [entry, ...(await walk(directory, path))] : [entry];
}

async function describe(directory: string, path: string): Promise<Entry> {
  const full = join(directory, path);
  const stats = await lstat(full);
  if (stats.isSymbolicLink()) return { type: 'link', path, target: (await readlink(full)).replaceAll('\\', '/') };
  if (stats.isDirectory()) return { type: 'directory', path };
  if (!stats.isFile()) return { type: 'other', path };
  // The owner's bit alone: group and others depend on the umask of whoever made the file.
  return { type: 'file', path, executable: (stats.mode & 0o100) !== 0 };
}
