import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';

import { eachLine } from '../logs/each-line.ts';
import type { Child as Remembered } from '../state/children.ts';

/** What is run, and as whom. */
export interface Launch {
  readonly command: readonly string[];
  readonly cwd: string;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  readonly uid?: number;
  readonly gid?: number;
  readonly stopSignal: NodeJS.Signals;
}

/** How a process ended, or why there never was one. */
export type Ending =
  | { readonly type: 'exit'; readonly code: number }
  | { readonly type: 'signal'; readonly signal: NodeJS.Signals }
  | { readonly type: 'missing'; readonly because: string };

/** A process of ours, with all that it starts. */
export interface Child {
  readonly pid: number | undefined;
  /** Its process is gone; what it printed may still come. */
  readonly exited: Promise<unknown>;
  /** Never rejects. Everything that it printed was passed on by then. */
  readonly ended: Promise<Ending>;
  /** Asks it to end, and kills it when it has not after the grace. */
  stop(graceMs: number): Promise<Ending>;
  /** Whether it was killed because its grace was over. */
  isOverdue(): boolean;
  /** Kills it, and what it has started. */
  kill(): void;
}

/** Who hears of a child. */
export interface ChildOptions {
  readonly name: string;
  readonly line: (stream: 'stdout' | 'stderr', line: string) => void;
  readonly remember: (child: Remembered) => void;
  readonly forget: (pid: number) => void;
}

/** How long its output is read on after its end: what it has started may hold the pipes open. */
const LINGER_MS = 500;

/** Starts a process as the leader of a group of its own: a Ctrl-C in the terminal is for its supervisor alone. */
export function startChild(launch: Launch, options: ChildOptions): Child {
  const child = spawned(launch);
  if (typeof child === 'string') return unstarted(child);
  const { pid } = child;
  if (pid !== undefined) options.remember({ pid, name: options.name, signal: launch.stopSignal });
  let over = false;
  let asked = false;
  let overdue = false;
  const exited = exitOf(child);
  const ended = endOf(child, exited, options).finally(() => {
    over = true;
  });
  const kill = (): void => {
    if (!over) killGroup(child);
  };
  return {
    pid,
    exited,
    ended,
    kill,
    isOverdue: () => overdue,
    async stop(graceMs) {
      // To the process alone: what it has started is its own business, as in a container. And once: to many, twice means at once.
      if (!asked && child.exitCode === null && child.signalCode === null) child.kill(launch.stopSignal);
      asked = true;
      const limit = setTimeout(() => {
        overdue = true;
        kill();
      }, graceMs);
      const ending = await ended;
      clearTimeout(limit);
      return ending;
    },
  };
}

/** @returns the process, or why there is none */
function spawned({ command: [program, ...args], cwd, env, uid, gid }: Launch): ChildProcess | string {
  if (program === undefined) return 'it has no command';
  try {
    return spawn(program, args, {
      cwd,
      env: { ...env },
      detached: true,
      windowsHide: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(uid !== undefined && { uid }),
      ...(gid !== undefined && { gid }),
    });
  } catch (error) {
    return messageOf(error);
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function unstarted(because: string): Child {
  const ended = Promise.resolve<Ending>({ type: 'missing', because });
  return { pid: undefined, exited: ended, ended, stop: () => ended, isOverdue: () => false, kill: () => undefined };
}

async function endOf(child: ChildProcess, exited: Promise<Ending>, { line, forget }: ChildOptions): Promise<Ending> {
  const closed = Promise.all(
    (['stdout', 'stderr'] as const).map(
      async (name) => child[name] && eachLine(child[name], (text) => line(name, text)),
    ),
  );
  const ending = await exited;
  // A container ends with its first process: so does this group, or the next start would find ports and files in use.
  if (child.pid !== undefined) killGroup(child);
  const lingering = new AbortController();
  await Promise.race([closed, sleep(LINGER_MS, undefined, { signal: lingering.signal }).catch(() => undefined)]);
  lingering.abort();
  child.stdout?.destroy();
  child.stderr?.destroy();
  await closed;
  if (child.pid !== undefined) forget(child.pid);
  return ending;
}

async function exitOf(child: ChildProcess): Promise<Ending> {
  // A signal that cannot be sent is an error event, too.
  child.on('error', () => undefined);
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null];
    return signal ? { type: 'signal', signal } : { type: 'exit', code: code ?? 0 };
  } catch (error) {
    return { type: 'missing', because: messageOf(error) };
  }
}

function killGroup(child: ChildProcess): void {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  } catch {
    // Nobody is left in the group, or this system has no groups.
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
  }
}
