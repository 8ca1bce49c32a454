import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** What `/proc/<pid>/stat` says, as far as we need it. */
export interface ProcessStat {
  /** Zombies (`Z`) and dead (`X`) processes have ended, even where nobody asks for their exit code. */
  readonly state: string;
  readonly group: number;
  /** Ticks since the machine was booted. */
  readonly ticks: number;
}

/**
 * Says when a process started, in a form that tells it from every later process with the same number: letters, digits
 * and dashes.
 *
 * @returns `undefined` if no such process runs
 */
export function processStart(pid: number): string | undefined {
  if (process.platform === 'linux') return startOnLinux(pid);
  return process.platform === 'win32' ? startOnWindows(pid) : startByPs(pid);
}

/** Whether a process that was seen with this start still runs. */
export function isRunning(seen: { readonly pid: number; readonly start: string }): boolean {
  return processStart(seen.pid) === seen.start;
}

/**
 * Splits a line of `/proc/<pid>/stat`. Pure. The name of the program, in brackets, may hold anything, brackets too.
 *
 * @see https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html
 */
export function parseStat(line: string): ProcessStat {
  const [state = 'X', , group = '0', ...rest] = line.slice(line.lastIndexOf(')') + 2).split(' ');
  return { state, group: Number(group), ticks: Number(rest[16]) };
}

/** @returns `undefined` if there is no such process, or no `/proc` */
export function readStat(pid: number): ProcessStat | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Ticks start again with each boot, and so do the numbers of processes. */
let boot: string | undefined;

function startOnLinux(pid: number): string | undefined {
  const stat = readStat(pid);
  if (stat === undefined || 'ZX'.includes(stat.state)) return undefined;
  boot ??= readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').slice(0, 8);
  return `${boot}-${stat.ticks}`;
}

function startByPs(pid: number): string | undefined {
  try {
    // Next's types want a NODE_ENV in every environment.
    const env = { NODE_ENV: 'production', PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' } as const;
    const args = ['-o', 'stat=,lstart=', '-p', String(pid)];
    const text = execFileSync('ps', args, { env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    return text === '' || text.startsWith('Z')
      ? undefined
      : text.replace(/^\S+\s+/, '').replaceAll(/[^A-Za-z0-9]+/g, '-');
  } catch {
    return undefined; // ps exits with 1 where there is no such process
  }
}

function startOnWindows(pid: number): string | undefined {
  try {
    process.kill(pid, 0);
    return 'unknown';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' ? 'unknown' : undefined;
  }
}
