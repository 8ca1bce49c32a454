import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LocalError } from '../error.ts';
import { canEnter } from '../state/home.ts';
import type { ServiceUser } from '../state/service-user.ts';

/** What a shell does not leave alone between double quotes. */
const SPECIAL = /["$`\\]/;

/** Who runs the programs, and where others may lie for a while. */
export interface PlainPathOptions {
  /** Absent: this user. */
  readonly user?: Pick<ServiceUser, 'uid' | 'gid'>;
  /** Folders for temporary files, the best first. */
  readonly temporary?: readonly string[];
}

/**
 * Lends PostgreSQL's programs at a path that a shell takes as it is. initdb puts the real path of the server into double
 * quotes and hands that to a shell, which would expand, or even run, what the name of somebody's folder says. Only where
 * a path is like that, the two programs are copied for as long as the work takes; what they read is led to by links.
 *
 * @param work gets a folder with `bin`, `lib` and `share`
 * @throws LocalError FOLDER_UNUSABLE if there is no such path
 * @see https://github.com/postgres/postgres/blob/master/src/common/exec.c `find_other_exec`
 */
export async function withPlainPath<T>(
  programs: string,
  { user, temporary = [tmpdir(), '/tmp', '/var/tmp'] }: PlainPathOptions,
  work: (programs: string) => Promise<T>,
): Promise<T> {
  const real = realpathSync(programs);
  if (!SPECIAL.test(real)) return work(programs);
  for (const folder of temporary) {
    const lent = lend(real, folder, user);
    if (lent === undefined) continue;
    try {
      return await work(lent);
    } finally {
      rmSync(lent, { recursive: true, force: true });
    }
  }
  const [character = ''] = SPECIAL.exec(real) ?? [];
  throw new LocalError('FOLDER_UNUSABLE', {
    doing: 'create the database',
    because: `PostgreSQL's initdb asks a shell, to which the ${character} in ${real} means something else, and no folder for temporary files can hold its programs meanwhile`,
    fix: `rename the folder, set TMPDIR to a folder without ${character} from which programs may run, or set DATABASE_URL to a PostgreSQL server`,
  });
}

/** @returns `undefined` where programs can't be run from that folder */
function lend(real: string, temporary: string, user: PlainPathOptions['user']): string | undefined {
  let lent: string | undefined;
  try {
    const above = realpathSync(temporary);
    if (SPECIAL.test(above) || (user && !canEnter(above, { name: '', ...user }))) return undefined;
    // Nobody else can write to it; the server's user has to read it.
    lent = mkdtempSync(join(above, 'nx-kube-initdb-'));
    mkdirSync(join(lent, 'bin'));
    for (const path of [lent, join(lent, 'bin')]) chmodSync(path, 0o755);
    for (const name of ['initdb', 'postgres']) lendProgram(join(real, 'bin', name), join(lent, 'bin', name));
    for (const name of ['lib', 'share']) symlinkSync(join(real, name), join(lent, name));
    return lent;
  } catch {
    if (lent !== undefined) rmSync(lent, { recursive: true, force: true });
    return undefined;
  }
}

/** A copy: a link would be resolved to where it leads. */
function lendProgram(from: string, to: string): void {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  chmodSync(to, 0o755);
  // Says whether programs may be run from this file system at all.
  accessSync(to, constants.X_OK);
}
