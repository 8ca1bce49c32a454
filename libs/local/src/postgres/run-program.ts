import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { LocalError } from '../error.ts';

/** Where programs run, and as whom. */
export interface Surroundings {
  /** Folder of PostgreSQL, with `bin`. */
  readonly programs: string;
  readonly cwd: string;
  /** Absent: as this user. */
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly signal: AbortSignal;
  readonly log: (line: string) => void;
}

/** How a program ended. */
export interface Ended {
  readonly code: number;
  readonly stdout: string;
  /** What it wrote to standard error. */
  readonly lines: readonly string[];
}

/** No variable of the person's (PG*, a path) may change what the programs do. */
export function postgresEnv(programs: string, cwd: string): Record<string, string> {
  return { PATH: `${join(programs, 'bin')}:/usr/bin:/bin`, HOME: cwd, TZ: 'UTC', LC_ALL: 'C' };
}

/** Root's number for `nobody` on macOS is negative, and Node.js wants it so for a child. */
export function childUser(user: Surroundings['user']): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid | 0, gid: user.gid | 0 };
}

/**
 * Runs `initdb` or `postgres` to its end.
 *
 * @param input its standard input
 * @throws LocalError INTERRUPTED, NO_POSTGRES
 */
export async function runProgram(
  name: 'initdb' | 'postgres',
  args: readonly string[],
  surroundings: Surroundings,
  input = '',
): Promise<Ended> {
  const { programs, cwd, user, signal, log } = surroundings;
  const path = join(programs, 'bin', name);
  throwIfAborted(signal);
  // In a group of its own, for initdb has children; and a Ctrl-C at the terminal reaches us, who then end it.
  const child = spawn(path, args, { cwd, ...childUser(user), env: postgresEnv(programs, cwd), detached: true });
  const end = (): void => endGroup(child.pid);
  signal.addEventListener('abort', end);
  const lines: string[] = [];
  createInterface({ input: child.stderr }).on('line', (line) => {
    lines.push(line);
    log(line);
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stdin.on('error', () => undefined); // it ended without reading everything; its exit code tells
  child.stdin.end(input);
  try {
    const code = await new Promise<number>((resolve, reject) => {
      child.on('error', (error) => reject(notStarted(path, user, error)));
      child.on('close', (exit) => resolve(exit ?? 137));
    });
    throwIfAborted(signal);
    return { code, stdout, lines };
  } finally {
    signal.removeEventListener('abort', end);
  }
}

function endGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended.
  }
}

function throwIfAborted(signal: AbortSignal): void {
  if (!signal.aborted) return;
  const parts = { doing: 'prepare PostgreSQL', because: 'it was interrupted', fix: 'run the same command again' };
  throw new LocalError('INTERRUPTED', parts);
}

function notStarted(path: string, user: Surroundings['user'], error: Error): LocalError {
  const { code = '' } = error as NodeJS.ErrnoException;
  const fix = 'set DATABASE_URL to a PostgreSQL server';
  const doing = `run ${path}`;
  if (code === 'ENOENT' && existsSync(path)) {
    return new LocalError('NO_POSTGRES', { doing, because: 'this system has no GNU C library', fix }, error);
  }
  if (user !== undefined && ['EACCES', 'EPERM', 'EINVAL'].includes(code)) {
    const because = `PostgreSQL refuses root, and user ${user.uid} can't run it (${code})`;
    return new LocalError('NO_POSTGRES', { doing, because, fix: `start as another user than root, or ${fix}` }, error);
  }
  return new LocalError('NO_POSTGRES', { doing, because: error.message, fix }, error);
}
