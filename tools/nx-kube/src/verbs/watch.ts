import { keepRunning } from '../local/keep-running.ts';
import { type LocalStart, startLocal } from '../local/start-local.ts';
import { openStackWatch } from '../watch/watch-stack.ts';
import type { Outcome, World } from '../world.ts';

/**
 * Runs the stack as `local` does, one process each, and makes anew what is changed.
 *
 * @throws PluginError and the errors of the libraries
 */
export async function run(options: LocalStart, world: World): Promise<Outcome> {
  const watch = openStackWatch(options.stack);
  try {
    const started = await startLocal({ ...options, mode: 'watch', replicas: 1, programs: watch.programs }, world);
    if (started === undefined) return 'done';
    watch.follow(started);
    return await keepRunning(started, world);
  } finally {
    await watch.close();
  }
}
