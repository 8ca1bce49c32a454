import { lchownSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';

/** Gives a folder, and all that is in it, to the server's user. Does nothing where it is the owner already. */
export function giveTo(folder: string, user: { readonly uid: number; readonly gid: number }): void {
  const uid = user.uid >>> 0;
  const gid = user.gid >>> 0;
  const inside = readdirSync(folder, { withFileTypes: true });
  const owned = [folder, ...inside.map(({ name }) => join(folder, name))].every((path) => statSync(path).uid === uid);
  if (owned) return;
  lchownSync(folder, uid, gid);
  for (const path of readdirSync(folder, { recursive: true })) lchownSync(join(folder, String(path)), uid, gid);
}

/** @throws LocalError DATA_FOREIGN if another user has the data, as after a start as root */
export function requireOwn(folder: string): void {
  const { uid } = statSync(folder);
  if (process.getuid === undefined || uid === process.getuid()) return;
  throw new LocalError('DATA_FOREIGN', {
    doing: 'open the database',
    because: `${folder} belongs to user ${uid}; it was made as root`,
    fix: `start as root again, or give it to yourself: sudo chown -R "$(id -u)" ${folder}`,
  });
}
