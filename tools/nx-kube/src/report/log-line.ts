import type { LogLine } from '@nx-kube/local';

/** What a process printed, with its name before it. Pure. */
export function logLine({ process, line }: Pick<LogLine, 'process' | 'line'>, _colours = false): string {
  return `${process.padEnd(12)} │ ${line}`;
}
