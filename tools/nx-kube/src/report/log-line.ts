import type { LogLine } from '@nx-kube/local';
import { logText } from '@nx-kube/local/log-text';

/** Columns for the names of processes at first; longer names make more room, up to a limit. */
const WIDTH = { least: 12, most: 24 };

/** What a process or a pod printed, with its name before it. Pure but for the time zone. */
export function logLine(line: Omit<LogLine, 'stream'>, colours = false, width = 0): string {
  return logText(line, { colours, width: widen(width, line) });
}

/** Columns for names, once this one has come: texts begin below each other. Pure. */
export function widen(width: number, { process }: Pick<LogLine, 'process'>): number {
  return Math.max(width, WIDTH.least, Math.min(process.length, WIDTH.most));
}

/** One of the last lines of something that is broken, whose name stands above it. Pure. */
export function lastLine(line: string): string {
  return `  log      ${logText({ process: '', at: '', line }, { colours: false, times: false }).trimStart()}`;
}
