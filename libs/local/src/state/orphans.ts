import { setTimeout as sleep } from 'node:timers/promises';

import type { NotedChild } from './children.ts';
import { leftOfGroup } from './left-of-group.ts';
import { isRunning, processStart } from './process-start.ts';

const POLL_MS = 20;
/** Nothing outlives SIGKILL, but a process that waits for a disk dies when that has answered. */
const DYING_MS = 5_000;

/**
 * Ends the processes that a killed run has left: each by its own signal, then, with all of its process group, by force.
 * A process that only has the number of one of them is left alone.
 *
 * @param graceMs how long they have to end by themselves
 * @returns names of those that still ran
 */
export async function endOrphans(noted: readonly NotedChild[], graceMs: number): Promise<string[]> {
  const orphans = noted.filter(isRunning);
  for (const { pid, signal } of orphans) send(pid, signal);
  await allEnded(orphans, graceMs);
  const left = new Set(noted.filter((child) => endGroup(child) > 0));
  await allEnded(orphans, DYING_MS);
  return noted.filter((child) => orphans.includes(child) || left.has(child)).map(({ name }) => name);
}

/** @returns how many processes it sent SIGKILL to */
function endGroup(child: NotedChild): number {
  const alive = isRunning(child);
  if (alive) send(-child.pid, 'SIGKILL');
  // Its number may be another's by now; then nobody of its group is left, else the number would be taken.
  if (alive || processStart(child.pid) !== undefined) return alive ? 1 : 0;
  const members = leftOfGroup(child);
  for (const pid of members) send(pid, 'SIGKILL');
  return members.length;
}

async function allEnded(orphans: readonly NotedChild[], withinMs: number): Promise<void> {
  const deadline = Date.now() + withinMs;
  while (orphans.some(isRunning) && Date.now() < deadline) await sleep(POLL_MS);
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended in between.
  }
}
