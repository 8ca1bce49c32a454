import { execFileSync } from 'node:child_process';
import { chownSync, rmSync } from 'node:fs';
import { endProcesses, processesOfUser } from './processes.ts';

/** Whose processes and files a run is made of. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

const NAME = 'todo-e2e';

/**
 * Makes an ordinary user of this machine, with an empty home. One that an earlier run could not take away goes first.
 *
 * @param home a folder that exists and is empty
 */
export function addOwner(home: string): Owner {
  removeOwner();
  execFileSync('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', NAME]);
  const owner = { name: NAME, uid: idOf('-u'), gid: idOf('-g'), home };
  chownSync(home, owner.uid, owner.gid);
  return owner;
}

/** Ends what the user runs, and takes the user away. */
export function removeOwner(): void {
  if (!exists()) return;
  endProcesses(processesOfUser(idOf('-u')));
  execFileSync('userdel', [NAME], { stdio: 'ignore' });
  rmSync(`/var/mail/${NAME}`, { force: true });
}

function idOf(flag: '-u' | '-g'): number {
  return Number(execFileSync('id', [flag, NAME], { encoding: 'utf8' }));
}

function exists(): boolean {
  try {
    execFileSync('id', ['-u', NAME], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
