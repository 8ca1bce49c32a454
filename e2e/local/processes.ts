import { readFileSync, readdirSync, readlinkSync } from 'node:fs';

/** A process of this machine, as /proc tells of it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly uid: number;
  readonly command: string;
  readonly cwd: string;
}

/** Every process that has not ended; zombies have. */
function allProcesses(): readonly Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/** The processes of a user. */
export function processesOfUser(uid: number): readonly Process[] {
  return allProcesses().filter((one) => one.uid === uid);
}

/** The processes that work in a folder or were started from one; never this one. */
export function processesIn(...folders: readonly string[]): readonly Process[] {
  return allProcesses().filter(
    ({ pid, cwd, command }) =>
      pid !== process.pid && folders.some((folder) => command.includes(folder) || `${cwd}/`.startsWith(`${folder}/`)),
  );
}

/** Whether the process has not ended. */
export function isAlive(pid: number): boolean {
  return readProcess(pid) !== undefined;
}

/** Kills these and nothing else. */
export function endProcesses(processes: readonly Process[]): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It ended by itself.
    }
  }
}

/** All that another person of this machine may read of a process, or its owner: arguments and environment. */
export function visibleTextOf(pid: number): string {
  return `${textOf(pid, 'cmdline')}\n${textOf(pid, 'environ')}`;
}

function readProcess(pid: number): Process | undefined {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    if (/^State:\s+[ZX]/m.test(status)) return undefined;
    const field = (name: string): number => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]);
    const command = textOf(pid, 'cmdline').replaceAll('\0', ' ').trim();
    return { pid, parent: field('PPid'), uid: field('Uid'), command, cwd: readlinkSync(`/proc/${pid}/cwd`) };
  } catch {
    return undefined;
  }
}

function textOf(pid: number, file: string): string {
  return readFileSync(`/proc/${pid}/${file}`, 'utf8');
}
