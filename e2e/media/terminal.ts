import { spawn } from 'node:child_process';

/** One piece of what a terminal showed. */
export interface Shown {
  /** Since the terminal was opened. */
  readonly seconds: number;
  readonly text: string;
}

/** A shell in a terminal of a fixed size, and somebody who types. */
export interface Terminal {
  readonly shown: readonly Shown[];
  /** Types as people do, key by key. */
  type(text: string): Promise<void>;
  /** Waits until this has come to stand there since the last thing that was typed. */
  until(pattern: RegExp, patienceMs: number): Promise<void>;
  close(): Promise<void>;
}

/** What is recorded: where, with which variables, and how large the window is. */
export interface TerminalOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly columns: number;
  readonly rows: number;
}

const KEY_MS = 45;

/** Opens a terminal by `script`, which Debian and macOS have: a real pseudo-terminal, with a real shell in it. */
export function openTerminal({ cwd, env, columns, rows }: TerminalOptions): Terminal {
  const command = `/usr/bin/stty cols ${columns} rows ${rows}; exec sh -i`;
  const child = spawn('/usr/bin/script', ['--quiet', '--flush', '--command', command, '/dev/null'], { cwd, env });
  const began = performance.now();
  const shown: Shown[] = [];
  const show = (text: string): void => void shown.push({ seconds: (performance.now() - began) / 1000, text });
  child.stdout.setEncoding('utf8').on('data', show);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let from = 0;
  return {
    shown,
    async type(text) {
      from = shown.length;
      for (const key of text) {
        child.stdin.write(key);
        await pause(KEY_MS);
      }
    },
    async until(pattern, patienceMs) {
      const limit = performance.now() + patienceMs;
      const text = (): string => shown.slice(from).reduce((all, each) => all + each.text, '');
      while (!pattern.test(text())) {
        if (performance.now() > limit) throw new Error(`no ${pattern} within ${patienceMs} ms:\n${text()}`);
        await pause(20);
      }
    },
    async close() {
      child.stdin.write('exit\n');
      await ended;
    },
  };
}

/** Nothing happens for so long, as when a person reads. */
export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
