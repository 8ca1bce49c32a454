import {
  chmodSync,
  copyFileSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  readdirSync,
} from 'node:fs';
import { renameSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

import { homeOf, makeHome, openFolder } from '../state/home.ts';
import { deleteOldPrograms } from './old-programs.ts';
import type { PostgresPackage } from './package-folder.ts';
import { postgresPackage } from './package-folder.ts';

/** A link that npm tarballs can't carry; both paths relative to the package. */
interface PackedLink {
  readonly source: string;
  readonly target: string;
}

/**
 * Finds PostgreSQL's programs, and completes them at first use: the package leaves the links among its libraries to an
 * install script, which has not run, and its folder need not be one that the server's user can enter. The files are the
 * same ones under a second name, not copies, wherever the file system can do that. Those of other versions go, once
 * nobody uses them.
 *
 * @param root the workspace
 * @returns a folder with `bin`, `lib` and `share`
 * @throws LocalError NO_POSTGRES
 */
export function postgresPrograms(root: string): string {
  const pinned = postgresPackage(root);
  const base = join(root, '.nx-kube');
  const home = homeOf(base);
  const folder = join(home, 'postgres', `${pinned.version}-${process.platform}-${process.arch}`);
  if (!existsSync(folder)) {
    makeHome(home, base);
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 });
    openFolder(dirname(folder));
    complete(pinned, folder);
  }
  deleteOldPrograms(folder, base);
  return folder;
}

/** In a folder beside it, renamed at the end: a start that is killed leaves nothing half made. */
function complete({ native }: PostgresPackage, folder: string): void {
  const draft = `${folder}.${process.pid}.new`;
  rmSync(draft, { recursive: true, force: true });
  try {
    copyTree(native, draft, '');
    const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as PackedLink[];
    for (const { source, target } of links) {
      const link = join(draft, target.replace(/^native\//, ''));
      if (!existsSync(link) && existsSync(join(dirname(link), basename(source)))) symlinkSync(basename(source), link);
    }
    renameSync(draft, folder);
  } catch (error) {
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(folder)) throw error; // else another start was first; its folder is as good
  }
}

function copyTree(from: string, to: string, path: string): void {
  mkdirSync(join(to, path));
  chmodSync(join(to, path), 0o755);
  for (const entry of readdirSync(join(from, path), { withFileTypes: true })) {
    const inside = join(path, entry.name);
    if (entry.isDirectory()) copyTree(from, to, inside);
    else if (entry.isFile()) place(join(from, inside), join(to, inside), path === 'bin' ? 0o755 : 0o644);
  }
}

/** Under a second name; a copy across file systems, of others' files, and of what not everybody may read. */
function place(from: string, to: string, mode: number): void {
  if ((statSync(from).mode & mode) === mode) {
    try {
      linkSync(from, to);
      return;
    } catch {
      // Then a copy.
    }
  }
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, mode);
}
