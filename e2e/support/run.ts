import { spawn } from 'node:child_process';

/** How a program ended and what it printed. */
export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** stdout and stderr in the order in which they came. */
  readonly all: string;
  readonly seconds: number;
}

/** Where and with what a program runs. */
export interface RunOptions {
  readonly cwd?: string;
  /** Added to this process's environment; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
}

/** Runs a program to its end; a non-zero exit is an outcome, not an exception. Colours are off. */
export function run(command: string, args: readonly string[], options: RunOptions = {}): Promise<Outcome> {
  const began = performance.now();
  const env = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1', ...options.env };
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: options.cwd, env, stdio: ['pipe', 'pipe', 'pipe'] });
    let [stdout, stderr, all] = ['', '', ''];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      all += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      all += text;
    });
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? -1, stdout, stderr, all, seconds: (performance.now() - began) / 1000 });
    });
    // A program may end without reading: that is its own business.
    child.stdin.on('error', () => undefined);
    child.stdin.end(options.input ?? '');
  });
}

/** Runs a program that must succeed and gives its stdout; otherwise throws with all that it printed. */
export async function check(command: string, args: readonly string[], options: RunOptions = {}): Promise<string> {
  const outcome = await run(command, args, options);
  if (outcome.code !== 0) {
    throw new Error(`${command} ${args.join(' ')} ended with ${outcome.code}:\n${outcome.all}`);
  }
  return outcome.stdout;
}
