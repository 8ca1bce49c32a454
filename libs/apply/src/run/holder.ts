import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';

/** `user@host:pid:run`: tells people whom they wait for, and two runs of one process apart. */
export function processHolder(): string {
  return `${userName()}@${hostname()}:${process.pid}:${randomBytes(3).toString('hex')}`;
}

function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`; // a container's user often has no name
  }
}
