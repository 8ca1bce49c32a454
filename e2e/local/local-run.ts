import { spawn, type ChildProcess } from 'node:child_process';
import { onTestFinished } from 'vitest';
import { screenOf } from '../media/screen.ts';
import type { Outcome } from '../support/run.ts';
import { endProcesses, processesIn } from './processes.ts';

/** How a run ended. */
export interface End {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** Seconds since it was asked to end, or since it began. */
  readonly seconds: number;
}

/** A program of the workspace that is running, in a process group of its own as in a terminal. */
export interface LocalRun {
  readonly pid: number;
  /** ISO 8601. */
  readonly since: string;
  /** What is to be read of all that it has printed. */
  readonly output: () => string;
  /** As it came, escape sequences included. */
  readonly raw: () => string;
  readonly over: () => boolean;
  /** Waits until it has printed this; throws with its output when it ends before, or after the time. */
  printed(pattern: RegExp, patienceMs?: number): Promise<RegExpExecArray>;
  /** What a terminal does with Ctrl-C: SIGINT to the whole group. */
  interrupt(): void;
  /** To the program alone. */
  send(signal: NodeJS.Signals): void;
  /** Types into its terminal. */
  type(text: string): void;
  /** Waits for the end; it is killed, and the test fails, after the time. */
  end(patienceMs?: number): Promise<End>;
}

/** What is started. */
export interface Start {
  readonly words: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
}

/** Starts it; whatever the test leaves running in the folder is killed when the test is over. */
export function startRun({ words: [program = '', ...args], ...options }: Start): LocalRun {
  const since = new Date().toISOString();
  const child = spawn(program, args, { ...options, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  let text = '';
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      words += withoutEscapes(chunk);
    });
  child.stdin.on('error', () => undefined);
  const ended = endOf(child);
  const output = (): string => shown(text);
  onTestFinished(async () => {
    signalGroup(child, 'SIGKILL');
    endProcesses(processesIn(options.cwd));
    await ended;
  });
  let asked = performance.now();
  return {
    pid: child.pid ?? -1,
    since,
    output,
    raw: () => text,
    over: () => isOver(child),
    printed: (pattern, patienceMs = 60_000) => untilPrinted(child, { words: () => words, output }, pattern, patienceMs),
    interrupt() {
      asked = performance.now();
      signalGroup(child, 'SIGINT');
    },
    send(signal) {
      asked = performance.now();
      child.kill(signal);
    },
    type(keys) {
      asked = performance.now();
      child.stdin.write(keys);
    },
    async end(patienceMs = 60_000) {
      let late = false;
      const limit = setTimeout(() => {
        late = true;
        signalGroup(child, 'SIGKILL');
      }, patienceMs);
      const { code, signal } = await ended;
      clearTimeout(limit);
      if (late) throw new Error(`still running after ${patienceMs} ms:\n${output()}`);
      return { code, signal, seconds: (performance.now() - asked) / 1000 };
    },
  };
}

/** Runs a program to its end, with these variables and no others. */
export function runToEnd({ words: [program = '', ...args], ...options }: Start): Promise<Outcome> {
  const began = performance.now();
  const child = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr, all] = ['', '', ''];
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    stdout += chunk;
    all += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk;
    all += chunk;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) =>
      resolve({ code: code ?? -1, stdout, stderr, all, seconds: (performance.now() - began) / 1000 }),
    );
  });
}

function withoutEscapes(text: string): string {
  // oxlint-disable-next-line no-control-regex -- this is what they are made of
  return text.replaceAll(/\u001B\[[0-9;?]*[A-Za-z]/g, '');
}

/** What a screen shows that all of this was printed on: without colours, and without what was written over. */
function shown(text: string): string {
  // Without a terminal nothing turns a line feed into a new line.
  return screenOf(text.replaceAll(/\r?\n/g, '\r\n'))
    .map((cells) => cells.reduce((line, cell) => line + cell.text, '').trimEnd())
    .join('\n');
}

function isOver({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null;
}

function endOf(child: ChildProcess): Promise<Omit<End, 'seconds'>> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    // Not "close": what it leaves behind may hold its output open, and is looked for by the tests.
    child.once('exit', (code, signal) => setTimeout(() => resolve({ code, signal }), 50));
  });
}

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  try {
    process.kill(-(child.pid ?? Number.NaN), signal);
  } catch {
    // The group is gone.
  }
}

async function untilPrinted(
  child: ChildProcess,
  { words, output }: { readonly words: () => string; readonly output: () => string },
  pattern: RegExp,
  patienceMs: number,
): Promise<RegExpExecArray> {
  const until = performance.now() + patienceMs;
  for (;;) {
    const over = isOver(child);
    const match = pattern.exec(words());
    if (match) return match;
    if (over) throw new Error(`ended with ${child.exitCode ?? child.signalCode} before ${pattern}:\n${output()}`);
    if (performance.now() > until) throw new Error(`no ${pattern} within ${patienceMs} ms:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
