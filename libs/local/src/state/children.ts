import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { workingFolder } from './left-of-group.ts';
import { processStart } from './process-start.ts';
import { writeWhole } from './write-whole.ts';

/** A child process that must not outlive its run. It leads a process group of its own. */
export interface Child {
  readonly pid: number;
  /** As people know it: `backend-1`. */
  readonly name: string;
  /** How it ends tidily. */
  readonly signal: NodeJS.Signals;
}

/** A child as the next run finds it noted. */
export interface NotedChild extends Child {
  readonly start: string;
  /** Where it works, if the system says so. */
  readonly cwd?: string;
}

/** The children that a run has now, in a file that outlives a kill. */
export interface Children {
  add(child: Child): void;
  delete(pid: number): void;
  /** From here on the note is somebody else's: what ends later changes nothing in it. */
  end(): void;
}

/**
 * Opens the note of a run's children, with none in it.
 *
 * @param failed hears of a note that could not be written: the next one holds everything again
 */
export function openChildren(folder: string, failed: (error: unknown) => void): Children {
  const running = new Map<number, NotedChild>();
  let ended = false;
  const write = (): void => {
    if (ended) return;
    try {
      writeWhole(notePath(folder), JSON.stringify([...running.values()]));
    } catch (error) {
      failed(error);
    }
  };
  write();
  return {
    add: (child) => {
      const start = processStart(child.pid);
      if (start === undefined) return; // it has ended already
      const cwd = workingFolder(child.pid);
      running.set(child.pid, { ...child, start, ...(cwd === undefined ? {} : { cwd }) });
      write();
    },
    delete: (pid) => {
      if (running.delete(pid)) write();
    },
    end: () => {
      ended = true;
    },
  };
}

/** The children that a run has noted, whether they still run or not. */
export function readChildren(folder: string): NotedChild[] {
  try {
    return JSON.parse(readFileSync(notePath(folder), 'utf8')) as NotedChild[];
  } catch {
    return [];
  }
}

function notePath(folder: string): string {
  return join(folder, 'children.json');
}
