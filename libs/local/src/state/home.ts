import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, sep } from 'node:path';

import type { ServiceUser } from './service-user.ts';
import { isRoot, serviceUser } from './service-user.ts';
import { writeWhole } from './write-whole.ts';

/** Who we are on this machine, for servers that refuse some. */
export interface Machine {
  readonly root: boolean;
  /** As whom servers run that refuse root. */
  readonly user: ServiceUser | undefined;
  /** Where root keeps what that user must be able to enter. */
  readonly homes: string;
}

const NAME = '.nx-kube';
/** Names the workspace that a home belongs to. */
const OWNER = 'workspace';

/** The machine that we are on. */
export function thisMachine(): Machine {
  return { root: isRoot(), user: serviceUser(), homes: '/var/lib/nx-kube' };
}

/** The folder `.nx-kube` that a path is in; the path itself if it is in none. Pure. */
export function baseOf(path: string): string {
  const parts = path.split(sep);
  const at = parts.lastIndexOf(NAME);
  return at < 0 ? path : parts.slice(0, at + 1).join(sep);
}

/**
 * Says where what is meant to be in a base goes. Postgres refuses root, and the user as whom it then runs can't enter a
 * folder below a home of mode 0700: what it needs goes into a folder of this base's own, elsewhere. Makes nothing.
 *
 * @param base `<workspace>/.nx-kube`, absolute
 * @returns `base` itself as a normal user, and wherever that user can get to it
 */
export function homeOf(base: string, { root, user, homes } = thisMachine()): string {
  if (!root || user === undefined || canEnter(dirname(base), user)) return base;
  for (let number = 0; ; number++) {
    const digest = createHash('sha256').update(`${base}\0${number}`).digest('hex').slice(0, 12);
    const home = join(homes, `${basename(dirname(base)).replaceAll(/[^\w-]/g, '_')}-${digest}`);
    if (belongsTo(home, base)) return home;
  }
}

/** Whether a home is free for a base: its own, or that of a workspace which has moved or is gone. */
export function belongsTo(home: string, base: string): boolean {
  try {
    const owner = readFileSync(join(home, OWNER), 'utf8').trim();
    return owner === base || !existsSync(owner);
  } catch {
    return true;
  }
}

/** Makes a home, and notes whose it is. */
export function makeHome(home: string, base: string, { root } = thisMachine()): void {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  if (root) openFolder(home);
  if (home !== base) writeWhole(join(home, OWNER), `${base}\n`, { mode: 0o644 });
}

/** Lets everybody through, whatever the umask was. */
export function openFolder(path: string): void {
  const { mode } = statSync(path);
  if ((mode & 0o111) !== 0o111) chmodSync(path, (mode & 0o777) | 0o111);
}

/** Makes a folder, and gives it this mode whatever the umask is, and whoever made it. */
export function makeFolder(path: string, mode: number): void {
  mkdirSync(path, { recursive: true });
  if ((statSync(path).mode & 0o777) !== mode) chmodSync(path, mode);
}

/** By the modes: lists for single users can only allow more. */
export function canEnter(path: string, { uid, gid }: ServiceUser): boolean {
  if (!existsSync(path)) return canEnter(dirname(path), { name: '', uid, gid });
  for (let folder = realpathSync(path); ; folder = dirname(folder)) {
    const stat = statSync(folder);
    const bit = stat.uid === uid ? 0o100 : stat.gid === gid ? 0o010 : 0o001;
    if ((stat.mode & bit) === 0) return false;
    if (folder === dirname(folder)) return true;
  }
}
