import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { arch, cpus, totalmem } from 'node:os';
import { join } from 'node:path';

/** The middle value of a list of numbers; the lower one of two middles. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
}

/**
 * Writes one measurement with what it takes to judge and repeat it: command, commit and the machine's size.
 *
 * @param name file name without ending, below `bench/results`
 * @param command what a reader types to measure again
 * @param data raw numbers, units in their names
 */
export function record(name: string, command: string, data: unknown): void {
  const machine = {
    cpus: cpus().length,
    memoryGiB: Math.round(totalmem() / 2 ** 30),
    arch: arch(),
    node: process.version,
  };
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  const folder = join(import.meta.dirname, 'results');
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ command, date: new Date().toISOString(), commit, machine, data }, undefined, 2);
  writeFileSync(join(folder, `${name}.json`), `${text}\n`);
  console.log(text);
}
