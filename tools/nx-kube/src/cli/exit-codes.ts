import type { ErrorReport } from '../error.ts';
import { INTERRUPTED } from './signals.ts';

/** Exit codes of the command line; documented in `--help`. */
export const EXIT = { done: 0, failed: 1, usage: 2, interrupted: INTERRUPTED } as const;

/** What is wrong with the question, not with the answer. */
const WRONG_USE = new Set([
  'USAGE',
  'NO_WORKSPACE',
  'CONTEXT_MISMATCH',
  'UNKNOWN_ENVIRONMENT',
  'OUTPUT_FILE',
  'OUTPUT_FOLDER',
]);

/** The exit code for an error. Pure. */
export function exitCodeOf({ code }: ErrorReport): number {
  return WRONG_USE.has(code) ? EXIT.usage : EXIT.failed;
}
