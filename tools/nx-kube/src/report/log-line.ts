import type { LogLine } from '@nx-kube/local';
import { logText } from '@nx-kube/local/log-text';

/** Columns for the name of a process, so that the lines of all of them begin at the same place. */
const WIDTH = 12;

/** What a process or a pod printed, with its name before it. Pure but for the time zone. */
export function logLine(line: Omit<LogLine, 'stream'>, colours = false): string {
  return logText(line, { colours, width: WIDTH });
}

/** One of the last lines of something that is broken, whose name stands above it. Pure. */
export function lastLine(line: string): string {
  return `  log      ${logText({ process: '', at: '', line }, { colours: false, times: false }).trimStart()}`;
}
