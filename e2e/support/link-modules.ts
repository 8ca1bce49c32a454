import { readFileSync } from 'node:fs';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { check, run } from './run.ts';

const repository = join(import.meta.dirname, '../..');

/** A lockfile, as far as it matters here: what lies in which folder. */
interface Lockfile {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>;
}

/**
 * Gives a clone the modules that `npm ci` has put into this repository: by hard links, as nobody writes to them, or by
 * copies where the two lie on different file systems.
 *
 * @throws when they are others than the clone's lockfile names
 */
export async function linkModules(clone: string): Promise<void> {
  mustFit(clone);
  const below = ['.', '-name', 'node_modules', '-prune', '-not', '-path', './dist/*', '-not', '-path', './.nx/*'];
  const found = (await check('find', [...below, '-not', '-path', './tmp/*'], { cwd: repository })).split('\n');
  for (const path of found.filter(Boolean)) {
    const [from, to] = [join(repository, path), join(clone, path)];
    await mkdir(dirname(to), { recursive: true });
    const linked = await run('cp', ['--archive', '--link', '--no-target-directory', from, to]);
    if (linked.code !== 0) await check('cp', ['--archive', '--reflink=auto', '--no-target-directory', from, to]);
    await dropCaches(to);
  }
}

/** What programs of this repository keep between runs: an installation has none of it. */
async function dropCaches(modules: string): Promise<void> {
  const caches = (await readdir(modules)).filter((name) => /^\.(?!bin$|package-lock\.json$)/.test(name));
  await Promise.all(caches.map((name) => rm(join(modules, name), { recursive: true })));
}

function mustFit(clone: string): void {
  const wanted = read(join(clone, 'package-lock.json'));
  const installed = read(join(repository, 'node_modules/.package-lock.json'));
  const wrong = Object.entries(wanted).filter(([path, { version, optional }]) => {
    const { [path]: found } = installed;
    return path.includes('node_modules/') && (found ? found.version !== version : !optional);
  });
  if (wrong.length === 0) return;
  throw new Error(`${wrong[0]?.[0]} and ${wrong.length - 1} more are not as package-lock.json has them: run npm ci`);
}

function read(file: string): Lockfile['packages'] {
  return (JSON.parse(readFileSync(file, 'utf8')) as Lockfile).packages;
}
