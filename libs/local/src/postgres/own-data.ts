import { lchownSync, lstatSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';

/** Gives a folder to the server's user, with all that is in it: root may have put a file back. */
export function giveTo(folder: string, user: { readonly uid: number; readonly gid: number }): void {
  const uid = user.uid >>> 0;
  const gid = user.gid >>> 0;
  try {
    for (const path of ['', ...readdirSync(folder, { recursive: true, encoding: 'utf8' })]) {
      if (lstatSync(join(folder, path)).uid !== uid) lchownSync(join(folder, path), uid, gid);
    }
  } catch (error) {
    const because = `PostgreSQL refuses root, and this root may not give ${folder} to user ${uid}`;
    const fix = 'start as another user than root, or set DATABASE_URL to a PostgreSQL server';
    throw new LocalError('NO_POSTGRES', { doing: 'start PostgreSQL', because, fix }, error);
  }
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
