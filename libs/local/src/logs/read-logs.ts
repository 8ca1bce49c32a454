import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { type FileFollower, followFile } from './follow-file.ts';
import { type LogLine, parseStoredLine } from './log-line.ts';
import { logFileName, processOf } from './log-names.ts';

/** Which lines to read. */
export interface ReadLogsOptions {
  readonly folder: string;
  /** These only; all if absent. */
  readonly processes?: readonly string[];
  /** This many of each process, the last ones; `Infinity` for all that is kept. */
  readonly tail: number;
  /** Whether to wait for more, and for processes that come later. */
  readonly follow: boolean;
  /** Ends the waiting without an error. */
  readonly signal?: AbortSignal;
}

const LOOK_EVERY_MS = 100;

/** Lines that processes have printed, in the order of time; those that come together are ordered among each other. */
export async function* readLogs({
  folder,
  processes,
  tail,
  follow,
  signal,
}: ReadLogsOptions): AsyncGenerator<LogLine, void, undefined> {
  const followers = new Map<string, FileFollower>();
  let first = true;
  try {
    for (;;) {
      const names = await processesIn(folder, processes);
      const wanted = first ? tail : Infinity;
      const lines = await Promise.all(
        names.map(async (process) => {
          const follower = followers.get(process) ?? followFile(join(folder, logFileName(process)));
          followers.set(process, follower);
          const texts = await follower.read();
          return texts
            .slice(Math.max(0, texts.length - wanted))
            .flatMap((text) => parseStoredLine(process, text) ?? []);
        }),
      );
      first = false;
      yield* lines.flat().toSorted((a, b) => compare(a.at, b.at));
      if (!follow || signal?.aborted === true) return;
      await sleep(LOOK_EVERY_MS, undefined, signal ? { signal } : {}).catch(() => undefined);
    }
  } finally {
    await Promise.all([...followers.values()].map((follower) => follower.close()));
  }
}

async function processesIn(folder: string, wanted: readonly string[] | undefined): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  const found = names.flatMap((name) => processOf(name) ?? []).toSorted();
  return wanted === undefined ? found : found.filter((name) => wanted.includes(name));
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
