import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { stripVTControlCharacters } from 'node:util';

import { readTypeFaults } from './type-faults.ts';

/** What is known about the types after a project was checked. */
export interface TypeNews {
  /** Faults that were not there before. */
  readonly found: readonly string[];
  /** How many there are in all projects that were checked. */
  readonly total: number;
  /** Projects that are still to be checked. */
  readonly open: number;
}

/** Checks types beside the work, always of what is on disk now. */
export interface TypeCheck {
  /**
   * Has these projects checked, in this order, before those that are still open. One of them that is being checked just now begins
   * anew: it read what was there before.
   */
  check(projects: readonly string[]): void;
  close(): Promise<void>;
}

/** What the checks run with. */
export interface TypeCheckOptions {
  /** Absolute path of the workspace. */
  readonly root: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The command that checks a project; undefined where it has none. */
  readonly commandOf: (project: string) => string | undefined;
  readonly tell: (news: TypeNews) => void;
}

/** Starts to check when it is told to, one project after another. */
export function openTypeCheck(options: TypeCheckOptions): TypeCheck {
  const faults = new Map<string, readonly string[]>();
  let open: readonly string[] = [];
  let running: { readonly project: string; readonly stop: AbortController; readonly over: Promise<void> } | undefined;
  let closed = false;

  const all = (): ReadonlySet<string> => new Set([...faults.values()].flat());
  const checkOne = async (project: string, signal: AbortSignal): Promise<void> => {
    const command = options.commandOf(project);
    const found = command === undefined ? [] : await run(command, options, signal);
    if (signal.aborted) return;
    const before = all();
    faults.set(project, found);
    open = open.filter((name) => name !== project);
    const now = all();
    options.tell({ found: [...now].filter((each) => !before.has(each)), total: now.size, open: open.length });
  };
  const next = (): void => {
    const [project] = open;
    if (closed || running !== undefined || project === undefined) return;
    const stop = new AbortController();
    const over = checkOne(project, stop.signal).finally(() => {
      running = undefined;
      next();
    });
    running = { project, stop, over };
  };
  return {
    check(projects) {
      open = [...new Set([...projects, ...open])];
      if (running !== undefined && projects.includes(running.project)) running.stop.abort();
      next();
    },
    async close() {
      closed = true;
      running?.stop.abort();
      await running?.over;
    },
  };
}

/** The faults that a command finds. It gives way to the programs that are being started. */
async function run(command: string, { root, env }: TypeCheckOptions, signal: AbortSignal): Promise<readonly string[]> {
  const path = [join(root, 'node_modules/.bin'), env['PATH'] ?? ''].join(delimiter);
  const inGroup = process.platform !== 'win32';
  const child = spawn(command, {
    cwd: root,
    shell: true,
    env: { ...env, PATH: path, FORCE_COLOR: undefined, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: inGroup,
  });
  const { pid } = child;
  if (pid !== undefined) yieldToOthers(pid);
  const end = (): void => {
    try {
      if (pid !== undefined) process.kill(inGroup ? -pid : pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  };
  signal.addEventListener('abort', end);
  const ended = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  const [code, said, complained] = await Promise.all([ended, text(child.stdout), text(child.stderr)]);
  signal.removeEventListener('abort', end);
  return code === 0 ? [] : readTypeFaults(stripVTControlCharacters(said + complained));
}

function yieldToOthers(pid: number): void {
  try {
    setPriority(pid, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // It has ended already, or the system has no priorities.
  }
}
