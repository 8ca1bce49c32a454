import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

import { readChildren } from './children.ts';
import { lockHolder } from './lock.ts';
import { isRunning } from './process-start.ts';
import type { ProcessStatus, RunState } from './run-state.ts';

/** Path of the file in which a run says what it is about. */
export function runFile(folder: string): string {
  return join(folder, 'run.json');
}

/**
 * Reads what a run says about itself. Of a run whose process is gone without a word it says so: `endedAt` is when it
 * last wrote, and processes that still run are those that the next start is going to end.
 *
 * @param folder as for `openRunFolder`
 */
export function readRun(folder: string): RunState | undefined {
  const state = readState(folder);
  if (state === undefined || state.endedAt !== undefined) return state;
  if (lockHolder(folder)?.pid === state.pid) return state;
  const endedAt = statSync(runFile(folder), { throwIfNoEntry: false })?.mtime.toISOString() ?? state.startedAt;
  const orphans = new Set(
    readChildren(folder)
      .filter(isRunning)
      .map(({ pid }) => pid),
  );
  const processes = state.processes.map((status) => afterKill(status, orphans));
  return { ...state, endedAt, killed: true, ready: false, processes };
}

function afterKill(status: ProcessStatus, orphans: ReadonlySet<number>): ProcessStatus {
  const { pid, ...rest } = status;
  if (pid !== undefined && orphans.has(pid)) {
    return { ...status, because: 'its supervisor was killed; the next start ends it' };
  }
  return status.state === 'done' ? status : { ...rest, state: 'ended', because: 'the supervisor was killed' };
}

function readState(folder: string): RunState | undefined {
  try {
    return JSON.parse(readFileSync(runFile(folder), 'utf8')) as RunState;
  } catch {
    return undefined; // absent: it is replaced as one, never half written
  }
}
