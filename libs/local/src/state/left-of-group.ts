import { readdirSync, readlinkSync } from 'node:fs';

import type { NotedChild } from './children.ts';
import { processStart, readStat } from './process-start.ts';

/**
 * The processes that a child has left in its group when it ended: those of a `next dev`, for one. Only where `/proc`
 * says enough to be sure: they work in the folder where it worked, and started after it, since the same boot.
 */
export function leftOfGroup({ pid, start, cwd }: NotedChild): number[] {
  if (process.platform !== 'linux' || cwd === undefined) return [];
  const [boot, ticks] = start.split('-');
  return readdirSync('/proc')
    .map(Number)
    .filter((member) => {
      const stat = Number.isInteger(member) ? readStat(member) : undefined;
      if (stat?.group !== pid || stat.ticks < Number(ticks)) return false;
      return processStart(member)?.split('-')[0] === boot && workingFolder(member) === cwd;
    });
}

/** @returns `undefined` where the system does not say, or not to us */
export function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined;
  }
}
