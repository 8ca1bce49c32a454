import { execFileSync } from 'node:child_process';
import { chownSync, readFileSync, rmSync } from 'node:fs';
import { endProcesses, isAlive, processesOfUser } from './processes.ts';

/** Whose processes and files a run is made of. */
export interface Owner {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
}

/** Of this run; two of them may be under way. */
const NAME = `todo-e2e-${process.pid}`;

/**
 * Makes an ordinary user of this machine, with an empty home. Those that killed runs could not take away go first.
 *
 * @param home a folder that exists and is empty
 */
export function addOwner(home: string): Owner {
  for (const name of abandoned()) removeOwner(name);
  execFileSync('useradd', ['--no-create-home', '--home-dir', home, '--shell', '/bin/sh', NAME]);
  const owner = { name: NAME, uid: idOf('-u', NAME), gid: idOf('-g', NAME), home };
  chownSync(home, owner.uid, owner.gid);
  return owner;
}

/** Ends what the user runs, and takes the user away. */
export function removeOwner(name = NAME): void {
  if (!userNames().includes(name)) return;
  const uid = idOf('-u', name);
  endProcesses(processesOfUser(uid));
  // Nx keeps its sockets there, wherever temporary files are to go.
  rmSync(`/tmp/.nx/${uid}`, { recursive: true, force: true });
  execFileSync('userdel', [name], { stdio: 'ignore' });
  rmSync(`/var/mail/${name}`, { force: true });
}

function abandoned(): readonly string[] {
  return userNames().filter((name) => {
    const run = /^todo-e2e-(\d+)$/.exec(name)?.[1];
    return run !== undefined && !isAlive(Number(run));
  });
}

function userNames(): readonly string[] {
  return readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':', 1)[0] ?? '');
}

function idOf(flag: '-u' | '-g', name: string): number {
  return Number(execFileSync('id', [flag, name], { encoding: 'utf8' }));
}
