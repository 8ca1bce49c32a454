import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FreshCopy } from './copy.ts';

/** One `npm start`, from the key press to its end. */
export interface Round {
  /** Until the page at the address that it printed was there. */
  readonly startSeconds: number;
  /** From Ctrl-C until the last process was gone. */
  readonly stopSeconds: number;
}

/** Types `npm start`, opens the page, presses Ctrl-C. */
export async function npmStart({ folder, env }: FreshCopy): Promise<Round> {
  const began = performance.now();
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => void (output += text));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const startSeconds = await pageOf(
    () => output,
    () => child.exitCode,
    began,
  );
  const asked = performance.now();
  process.kill(-(child.pid ?? Number.NaN), 'SIGINT');
  await ended;
  return { startSeconds, stopSeconds: seconds(asked) };
}

async function pageOf(output: () => string, exitCode: () => number | null, began: number): Promise<number> {
  for (;;) {
    if (exitCode() !== null) throw new Error(output());
    const url = /http:\/\/localhost:\d+/.exec(output())?.[0];
    const answer = url === undefined ? undefined : await fetch(url).catch(() => undefined);
    if (answer?.ok && (await answer.text()).includes('<html')) return seconds(began);
    await sleep(10);
  }
}

function seconds(since: number): number {
  return Math.round(performance.now() - since) / 1000;
}
