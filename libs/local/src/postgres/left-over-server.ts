import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { workingFolder } from '../state/left-of-group.ts';
import { processStart } from '../state/process-start.ts';

/** Each with the time that it gets: fast shutdown, immediate shutdown, and what nobody can refuse. */
const STEPS = [
  ['SIGINT', 5_000],
  ['SIGQUIT', 2_000],
  ['SIGKILL', 2_000],
] as const;

/**
 * Ends a server that still has this cluster, though the run is ours: one whose supervisor was killed before it could note
 * it. A server refuses to start where `postmaster.pid` names any living process of its user, which after a power cut may
 * be one of the person's: then that file goes.
 */
export async function endLeftOver(cluster: string): Promise<void> {
  const path = join(cluster, 'postmaster.pid');
  const pid = Number(readFirstLine(path));
  if (!Number.isInteger(pid) || pid <= 1) return;
  if (isServerOf(pid, cluster)) {
    const start = processStart(pid);
    for (const [signal, withinMs] of STEPS) {
      const deadline = Date.now() + withinMs;
      if (processStart(pid) === start) send(pid, signal);
      while (processStart(pid) === start && Date.now() < deadline) await sleep(20);
    }
  } else if (processStart(pid) !== undefined) {
    rmSync(path, { force: true });
  }
}

/** The server works in the folder of its cluster, and is told it by an argument. */
function isServerOf(pid: number, cluster: string): boolean {
  if (processStart(pid) === undefined) return false;
  if (process.platform === 'linux') return workingFolder(pid) === realpathSync(cluster);
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(cluster);
  } catch {
    return false;
  }
}

function readFirstLine(path: string): string {
  try {
    return readFileSync(path, 'utf8').split('\n')[0] ?? '';
  } catch {
    return '';
  }
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has just ended.
  }
}
