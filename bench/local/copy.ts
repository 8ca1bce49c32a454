import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const repository = join(import.meta.dirname, '../..');

/** A clone of this repository where `npm ci` has just run, with an empty home. */
export interface FreshCopy {
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Nothing is built, cached or stored any more. */
  forget(): void;
  remove(): void;
}

/** Clones the committed state; the modules are this repository's own, by hard links. */
export function freshCopy(): FreshCopy {
  const top = mkdtempSync(join(tmpdir(), 'bench-local-'));
  // Root's server runs as another user, who may enter: then everything lies in the copy, and goes with it.
  chmodSync(top, 0o755);
  const folder = join(top, 'todo');
  execFileSync('git', ['clone', '--quiet', repository, folder]);
  const list = ['.', '-name', 'node_modules', '-prune', '-not', '-path', './dist/*', '-not', '-path', './.nx/*'];
  const modules = execFileSync('find', list, { cwd: repository, encoding: 'utf8' }).split('\n').filter(Boolean);
  for (const path of modules) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    execFileSync('cp', ['--archive', '--link', join(repository, path), join(folder, path)]);
  }
  const PATH = (process.env['PATH'] ?? '').split(':').filter((part) => !part.includes('node_modules'));
  const own = { HOME: join(top, 'home'), TMPDIR: join(top, 'tmp') };
  const forget = (): void => {
    for (const name of ['.nx', 'dist', '.nx-kube', 'apps/frontend/.next'])
      rmSync(join(folder, name), { recursive: true, force: true });
    for (const each of Object.values(own)) {
      rmSync(each, { recursive: true, force: true });
      mkdirSync(each);
    }
  };
  forget();
  const env = { PATH: PATH.join(':'), TERM: 'dumb', ...own };
  return { folder, env, forget, remove: () => rmSync(top, { recursive: true, force: true }) };
}
