import { keepRunning } from '../local/keep-running.ts';
import { type LocalStart, startLocal } from '../local/start-local.ts';
import type { Outcome, World } from '../world.ts';

/**
 * Builds what the stack runs, and runs it as processes of this machine until it is told to end.
 *
 * @throws PluginError and the errors of the libraries
 */
export async function run(options: LocalStart, world: World): Promise<Outcome> {
  const started = await startLocal({ ...options, mode: 'local' }, world);
  return started === undefined ? 'done' : keepRunning(started, world);
}
