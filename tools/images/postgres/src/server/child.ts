import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

import { log, parseServerLine } from './log.ts';

const BIN = '/usr/local/pgsql/bin';

/** How a program ended. */
export interface Ended {
  /** Exit code, or 128 + the signal's number as shells count. */
  readonly code: number;
  readonly stdout: string;
}

/** How to run one of the server's programs. */
export interface ChildOptions {
  /** Standard input; none if absent. */
  readonly input?: string;
  /** Gets the signal that the container got, in the program's own dialect. */
  readonly onStop?: NodeJS.Signals;
}

/**
 * Runs `postgres` or `initdb` to its end. What it writes to standard error becomes lines of JSON. SIGTERM and SIGINT of
 * the container reach it as `onStop`.
 */
export async function runProgram(
  name: 'postgres' | 'initdb',
  args: readonly string[],
  options: ChildOptions = {},
): Promise<Ended> {
  const { input, onStop = 'SIGTERM' } = options;
  const child = spawn(`${BIN}/${name}`, args, { stdio: ['pipe', 'pipe', 'pipe'], env: environment() });
  const forward = (): void => void child.kill(onStop);
  process.on('SIGTERM', forward).on('SIGINT', forward);
  createInterface({ input: child.stderr }).on('line', (line) => {
    const { level, message } = parseServerLine(line);
    if (message !== '') log(level, message);
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => (stdout += chunk));
  child.stdin.on('error', () => undefined); // it ended without reading everything; its exit code tells
  child.stdin.end(input ?? '');
  try {
    return await new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (code, signal) => resolve({ code: code ?? (signal === 'SIGKILL' ? 137 : 143), stdout }));
    });
  } finally {
    process.off('SIGTERM', forward).off('SIGINT', forward);
  }
}

/** No variable of ours (the path of the password, PG*) may change what the programs do. */
function environment(): Record<string, string> {
  return { PATH: `${BIN}:/bin`, HOME: '/tmp', TZ: 'UTC', LC_ALL: 'C' };
}
