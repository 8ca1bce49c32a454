import { runVerb } from '../cli/run-verb.ts';
import { withSignals } from '../cli/signals.ts';
import type { Verb } from '../cli/verbs.ts';

/** Runs a verb in the process of an executor: for what is over in a moment, or may be stopped at any point. */
export async function runInExecutor(
  verb: Verb,
  options: Readonly<Record<string, unknown>>,
  root: string,
): Promise<{ success: boolean }> {
  const code = await withSignals((signal) => runVerb(verb, options, { root, env: process.env, signal, underNx: true }));
  return { success: code === 0 };
}
