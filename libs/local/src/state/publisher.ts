import { runFile } from './run-file.ts';
import type { RunState } from './run-state.ts';
import { writeWhole } from './write-whole.ts';

const INTERVAL_MS = 100;

/** Keeps run.json up to date. */
export interface Publisher {
  publish(state: RunState): void;
  /** Writes the newest state once more, as one that has ended. */
  end(): void;
}

/**
 * Opens the file with a first state.
 *
 * @param failed hears of a state that could not be written; the next one is tried all the same
 */
export function openPublisher(folder: string, first: RunState, failed: (error: unknown) => void): Publisher {
  let newest = first;
  let ended = false;
  let timer: NodeJS.Timeout | undefined;
  const write = (): void => {
    try {
      writeWhole(runFile(folder), `${JSON.stringify(newest, null, 2)}\n`);
    } catch (error) {
      failed(error);
    }
  };
  let written = first;
  const writeAndRest = (): void => {
    written = newest;
    write();
    timer = setTimeout(() => {
      timer = undefined;
      if (newest !== written) writeAndRest();
    }, INTERVAL_MS);
  };
  write();
  return {
    publish: (state) => {
      newest = state;
      if (timer === undefined && !ended) writeAndRest();
    },
    end: () => {
      ended = true;
      clearTimeout(timer);
      newest = { ...newest, ready: false, endedAt: newest.endedAt ?? new Date().toISOString() };
      write();
    },
  };
}
