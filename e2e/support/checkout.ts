import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { linkModules } from './link-modules.ts';
import { check, run, type Outcome } from './run.ts';

const repository = join(import.meta.dirname, '../..');
const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];

type Environment = Readonly<Record<string, string | undefined>>;

/** A clone of this repository in a folder of its own, with its modules. */
export interface Checkout {
  readonly folder: string;
  /** Runs `npx ARGS...` in the clone. */
  npx(args: readonly string[], env?: Environment): Promise<Outcome>;
  /** Runs what `npx ARGS...` would run, without the start of npm. */
  bin(args: readonly string[], env?: Environment): Promise<Outcome>;
  read(path: string): string;
  /** Replaces text that must occur in a file. */
  edit(path: string, from: string | RegExp, to: string | ((found: string) => string)): void;
  /** Puts every tracked file back as it was committed. */
  restore(): Promise<void>;
  commit(message: string): Promise<void>;
  remove(): void;
}

/** How a clone comes by its modules. */
export interface CheckoutOptions {
  /** `link` takes those of this repository, `install` runs `npm ci`. */
  readonly modules?: 'link' | 'install';
}

/**
 * Clones the committed state of this repository into an empty folder.
 *
 * @param name part of the folder's name
 */
export async function checkout(name: string, { modules = 'link' }: CheckoutOptions = {}): Promise<Checkout> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  await check('git', ['clone', '--quiet', repository, folder]);
  if (modules === 'link') await linkModules(folder);
  else await check('npm', ['ci'], { cwd: folder });
  return checkoutIn(folder);
}

/** The clone that somebody has made in this folder. */
export function checkoutIn(folder: string): Checkout {
  const git = (...args: string[]): Promise<string> => check('git', [...author, ...args], { cwd: folder });
  const nx = { NX_DAEMON: 'false', NX_WORKSPACE_ROOT: undefined, NX_TASK_HASH: undefined, INIT_CWD: undefined };
  return {
    folder,
    npx: (args, env) => run('npx', args, { cwd: folder, env: { ...nx, ...env } }),
    bin([program = '', ...args], env) {
      const programs = join(folder, 'node_modules/.bin');
      const PATH = [programs, env?.['PATH'] ?? process.env['PATH']].join(delimiter);
      return run(join(programs, program), args, { cwd: folder, env: { ...nx, ...env, PATH } });
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    edit(path, from, to) {
      const file = join(folder, path);
      const before = readFileSync(file, 'utf8');
      const after = typeof to === 'string' ? before.replace(from, to) : before.replace(from, to);
      if (after === before) throw new Error(`${path} does not hold ${from}`);
      writeFileSync(file, after);
    },
    async restore() {
      await git('checkout', '--quiet', '.');
    },
    async commit(message) {
      await git('commit', '--quiet', '--all', '--message', message);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
