import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { type LogFile, logFile } from './log-file.ts';
import { type LogLine, storedLine } from './log-line.ts';
import { logFileName } from './log-names.ts';

/** The log files of a run. */
export interface Logs {
  /** Appends to the file of the line's process; never throws, whatever the disk does. */
  write(line: LogLine): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

/** Writes what processes print: a file each, which becomes the old one at 5 MB; one old one is kept. */
export function openLogs(folder: string): Logs {
  const files = new Map<string, LogFile>();
  const fileOf = (process: string): LogFile => {
    const known = files.get(process);
    if (known) return known;
    const made = logFile(join(folder, logFileName(process)));
    files.set(process, made);
    return made;
  };
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch {
    // Every write will fail then, and a run does not end for its logs.
  }
  return {
    write: (line) => fileOf(line.process).append(storedLine(line)),
    async close() {
      await Promise.all([...files.values()].map((file) => file.close()));
    },
  };
}
