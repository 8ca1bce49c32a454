import { describeError } from '../error.ts';
import { errorLines } from '../report/error-lines.ts';

/** Prints an error on stderr in the form of all our fronts. Nx itself would print the stack of a thrown one. */
export function reportFailure(error: unknown): { success: false } {
  process.stderr.write(`${errorLines(describeError(error)).join('\n')}\n`);
  return { success: false };
}
