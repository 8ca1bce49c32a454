import type { LocalProblem } from '../events.ts';

/**
 * Reads out of a server's last lines why it does not run. Pure.
 *
 * @param lines oldest first
 * @returns `process` is `postgres`: put the process' own name there; `undefined` if nothing is known about these lines
 */
export function postgresProblem(lines: readonly string[]): LocalProblem | undefined {
  throw new Error(`being written: ${lines.length}`);
}
