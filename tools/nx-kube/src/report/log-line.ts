import type { LocalEvent } from '@nx-kube/local';

/** What a process printed, with its name before it. Pure. */
export function logLine({ process, line }: Extract<LocalEvent, { type: 'log' }>, _colours = false): string {
  return `${process.padEnd(12)} │ ${line}`;
}
