import type { RunState } from './run-state.ts';

/**
 * Reads what a run says about itself. A run whose process is gone has `endedAt` even if it could not write that.
 *
 * @param folder as for `openRunFolder`
 */
export function readRun(folder: string): RunState | undefined {
  throw new Error(`being written: ${folder}`);
}
