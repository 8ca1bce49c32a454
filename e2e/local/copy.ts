import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Owner } from './owner.ts';

const repository = join(import.meta.dirname, '../..');

/** Copies what git knows or would add: no modules, nothing built, no history; what somebody gets who downloads the sources. */
export function copySources(folder: string): void {
  const list = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  const paths = execFileSync('git', list, { cwd: repository, encoding: 'utf8', maxBuffer: 2 ** 26 }).split('\0');
  for (const path of paths.filter((path) => path !== '' && existsSync(join(repository, path)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(repository, path), join(folder, path));
  }
}

/** Gives the copy the modules that `npm ci` has put into this repository, by hard links: nobody writes to them. */
export function linkModules(folder: string): void {
  const list = ['.', '-name', 'node_modules', '-prune', '-not', '-path', './dist/*', '-not', '-path', './.nx/*'];
  const found = execFileSync('find', [...list, '-print0'], { cwd: repository, encoding: 'utf8' }).split('\0');
  for (const path of found.filter(Boolean)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    execFileSync('cp', ['--archive', '--link', join(repository, path), join(folder, path)]);
  }
}

/** Makes all below the folder, and itself, the owner's. */
export function giveTo({ uid, gid }: Owner, folder: string): void {
  execFileSync('chown', ['--recursive', '--no-dereference', `${uid}:${gid}`, folder]);
}
