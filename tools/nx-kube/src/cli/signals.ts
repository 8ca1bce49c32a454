/** Exit code of a program that was interrupted: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Gives some work an AbortSignal. The first SIGINT, SIGTERM or SIGHUP asks it to end tidily, the second one ends the
 * process at once. After the work, signals do again what they do by default: Nx waits for 5 s for an executor that has
 * nothing left to do and does not die of SIGTERM.
 */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, release } = abortOnSignals();
  try {
    return await work(signal);
  } finally {
    release();
  }
}

/** The same for work that is no single promise; call `release` at its end. */
export function abortOnSignals(): { readonly signal: AbortSignal; readonly release: () => void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    controller.abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, release: () => SIGNALS.forEach((name) => process.off(name, stop)) };
}

/**
 * The same for a process that an executor of Nx relays. Nx kills its executors within a millisecond of a Ctrl-C, so the
 * work runs detached: it sees the channel to the executor close, and ends tidily. Its terminal may be gone by then.
 */
export function abortOnDisconnect(): { readonly signal: AbortSignal } {
  const controller = new AbortController();
  process.once('disconnect', () => controller.abort());
  if (!process.connected) controller.abort();
  process.on('SIGTERM', () => controller.abort());
  process.on('SIGHUP', () => controller.abort());
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return { signal: controller.signal };
}
