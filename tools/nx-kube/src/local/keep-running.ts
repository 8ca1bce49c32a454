import type { Outcome, World } from '../world.ts';
import { askSmoke } from './ask-smoke.ts';
import type { StartedLocal } from './start-local.ts';

/**
 * Waits until all is ready, says where it is, and keeps it running until the run is told to end; then ends everything, in
 * order. Told twice: at once.
 *
 * @returns `interrupted` where it was told to end before it was ready
 * @throws LocalError START_FAILED, and what a build threw; everything is stopped by then
 */
export async function keepRunning(started: StartedLocal, world: World): Promise<Outcome> {
  const { supervision, folder } = started;
  const { emit, signal, hurry } = world;
  const now = (): void => void supervision.stop({ now: true });
  hurry?.addEventListener('abort', now);
  try {
    const ready = await Promise.race([becomesReady(started, signal), aborted(signal).then(() => false)]);
    if (ready) {
      await askSmoke(started, world);
      tellAddress(started, emit);
      await aborted(signal);
    }
    return ready ? 'done' : 'interrupted';
  } finally {
    const begun = performance.now();
    await Promise.all([supervision.stop(), started.endBuild()]);
    await folder.close();
    hurry?.removeEventListener('abort', now);
    emit({ type: 'stopped', stack: started.plan.stack, seconds: (performance.now() - begun) / 1000 });
  }
}

/** A start that was told to end has not failed. */
async function becomesReady({ supervision }: StartedLocal, signal: AbortSignal): Promise<boolean> {
  try {
    await supervision.ready;
    return true;
  } catch (error) {
    if (signal.aborted) return false;
    throw error;
  }
}

function tellAddress({ plan, door, folder, supervision, begun }: StartedLocal, emit: World['emit']): void {
  emit({
    type: 'serving',
    stack: plan.stack,
    urls: door.origins,
    seconds: (performance.now() - begun) / 1000,
    processes: supervision.state().processes.filter(({ state }) => state === 'ready').length,
    folder: folder.folder,
  });
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
