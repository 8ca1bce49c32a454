import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { check, run, type Outcome } from './run.ts';

const repository = join(import.meta.dirname, '../..');
const author = ['-c', 'user.name=e2e', '-c', 'user.email=e2e@example.invalid'];

/** A clone of this repository in an empty folder, installed as its README says. */
export interface Checkout {
  readonly folder: string;
  /** Runs `npx ARGS...` in the clone. */
  npx(args: readonly string[], env?: Readonly<Record<string, string | undefined>>): Promise<Outcome>;
  read(path: string): string;
  /** Replaces text that must occur in a file. */
  edit(path: string, from: string | RegExp, to: string | ((found: string) => string)): void;
  /** Puts every tracked file back as it was committed. */
  restore(): Promise<void>;
  commit(message: string): Promise<void>;
  remove(): void;
}

/**
 * Clones the committed state of this repository and runs `npm ci`.
 *
 * @param name part of the folder's name
 */
export async function checkout(name: string): Promise<Checkout> {
  const folder = mkdtempSync(join(tmpdir(), `${name}-`));
  await check('git', ['clone', '--quiet', repository, folder]);
  await check('npm', ['ci'], { cwd: folder });
  const git = (...args: string[]): Promise<string> => check('git', [...author, ...args], { cwd: folder });
  const env = { NX_DAEMON: 'false', NX_WORKSPACE_ROOT: undefined, NX_TASK_HASH: undefined, INIT_CWD: undefined };
  return {
    folder,
    npx: (args, more) => run('npx', args, { cwd: folder, env: { ...env, ...more } }),
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
