import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { median } from '../record.ts';

const root = join(import.meta.dirname, '../..');

interface Times {
  readonly medianMs: number;
  readonly ms: readonly number[];
}

/** Milliseconds of `tsc --noEmit`: by its own clock the check alone, and the whole process. */
export function typeCheckMs(project: string, rounds: number): { readonly check: Times; readonly wall: Times } {
  const tsc = join(root, 'node_modules/.bin/tsc');
  const runs = Array.from({ length: rounds }, () => {
    const began = performance.now();
    const report = execFileSync(tsc, ['--noEmit', '-p', project, '--extendedDiagnostics'], {
      cwd: root,
      encoding: 'utf8',
    });
    const seconds = /^Check time:\s+([\d.]+)s/m.exec(report)?.[1];
    return { check: Math.round(Number(seconds) * 1000), wall: Math.round(performance.now() - began) };
  });
  return { check: timesOf(runs.map(({ check }) => check)), wall: timesOf(runs.map(({ wall }) => wall)) };
}

function timesOf(ms: readonly number[]): Times {
  return { medianMs: median(ms), ms };
}
