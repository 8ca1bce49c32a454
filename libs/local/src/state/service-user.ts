import { readFileSync } from 'node:fs';

/** A user without rights, as which a server runs that refuses root. */
export interface ServiceUser {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

/** In the order in which we would rather be them: nobody owns nothing else on a machine of one's own. */
const NAMES = ['nobody', 'postgres', 'daemon'];

/**
 * Finds the user for servers in `/etc/passwd`: initdb looks its user up by number, so it must have a name.
 *
 * @param passwd for a test
 */
export function serviceUser(passwd = readPasswd()): ServiceUser | undefined {
  const users = passwd.split('\n').map((line) => line.split(':'));
  for (const wanted of NAMES) {
    const [name, , uid, gid] = users.find(([user]) => user === wanted) ?? [];
    if (name !== undefined && Number(uid) !== 0) return { name, uid: Number(uid), gid: Number(gid) };
  }
  return undefined;
}

/** Whether this process is root, so that a server needs another user. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function readPasswd(): string {
  try {
    return readFileSync('/etc/passwd', 'utf8');
  } catch {
    return '';
  }
}
