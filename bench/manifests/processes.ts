import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { median } from '../record.ts';

const root = join(import.meta.dirname, '../..');

interface Times {
  readonly medianMs: number;
  readonly ms: readonly number[];
}

/**
 * Milliseconds of one `import` in a fresh process, from the TypeScript source: with nothing kept from the run before, and
 * with Node's compile cache, which keeps what the types are stripped off.
 */
export function importMs(specifier: string, rounds: number): { readonly source: Times; readonly compileCache: Times } {
  const code = `const began = performance.now(); await import('${specifier}'); console.log(performance.now() - began);`;
  const run = (env: NodeJS.ProcessEnv): number => {
    const args = ['--input-type=module', '--eval', code];
    return Math.round(Number(execFileSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' })));
  };
  const cache = mkdtempSync(join(tmpdir(), 'bench-compile-cache-'));
  try {
    const { NODE_COMPILE_CACHE: _, ...plain } = process.env;
    const cached = { ...plain, NODE_COMPILE_CACHE: cache };
    run(cached);
    return {
      source: timesOf(Array.from({ length: rounds }, () => run(plain))),
      compileCache: timesOf(Array.from({ length: rounds }, () => run(cached))),
    };
  } finally {
    rmSync(cache, { recursive: true });
  }
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
