import { spawn } from 'node:child_process';
import { once } from 'node:events';

/** A program that runs until it is told to end. */
export interface Started {
  /** All that it printed so far. */
  output(): string;
  /** Resolves with the first match in what it prints; rejects when there is none in time, or when it ends. */
  says(pattern: RegExp, seconds?: number): Promise<RegExpExecArray>;
  /** Sends SIGINT, as Ctrl-C does, and gives the exit code. */
  interrupt(): Promise<number>;
}

/** Starts a program. Colours are off. */
export function start(command: string, args: readonly string[], options: { readonly cwd?: string } = {}): Started {
  const env = { ...process.env, FORCE_COLOR: '0', NO_COLOR: '1' };
  const child = spawn(command, args, { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let text = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  const ended = once(child, 'close');
  const onExit = (): void => void child.kill('SIGKILL');
  process.once('exit', onExit);
  void ended.then(() => process.off('exit', onExit));
  return {
    output: () => text,
    async says(pattern, seconds = 60) {
      for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline;) {
        const match = pattern.exec(text);
        if (match) return match;
        if (child.exitCode !== null) break;
        await new Promise((later) => setTimeout(later, 100));
      }
      throw new Error(`${command} ${args.join(' ')} never said ${String(pattern)}:\n${text}`);
    },
    async interrupt() {
      if (child.exitCode === null) child.kill('SIGINT');
      await ended;
      return child.exitCode ?? -1;
    },
  };
}
