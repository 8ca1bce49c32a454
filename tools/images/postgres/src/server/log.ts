/** Level of a line, as the other services of the stack name theirs. */
export type Level = 'debug' | 'info' | 'warn' | 'error' | 'fatal';

/** Writes one line of JSON. */
export function log(level: Level, message: string, fields: Readonly<Record<string, unknown>> = {}): void {
  const line = { level, time: new Date().toISOString(), service: 'postgres', msg: message, ...fields };
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const LEVELS: Readonly<Record<string, Level>> = {
  LOG: 'info',
  INFO: 'info',
  NOTICE: 'info',
  WARNING: 'warn',
  ERROR: 'error',
  FATAL: 'error', // one session ends, the server goes on
  PANIC: 'fatal',
};

/**
 * Splits a line that the server wrote to standard error, `LOG:  database system is ready`, into level and text. Pure.
 * While initdb runs, a time and a process number stand before it.
 */
export function parseServerLine(line: string): { level: Level; message: string } {
  const match = /^(?:[\d:. -]+ [A-Z]+ \[\d+\] )?(?<severity>[A-Z]+\d?):\s+(?<message>.*)$/s.exec(line)?.groups;
  const severity = match?.['severity'] ?? '';
  const level = severity.startsWith('DEBUG') ? 'debug' : LEVELS[severity];
  // DETAIL, HINT and the like add to the line before them: their name is part of what they say.
  return level === undefined ? { level: 'info', message: line.trim() } : { level, message: match?.['message'] ?? '' };
}
