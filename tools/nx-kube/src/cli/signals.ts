/** Exit code of a program that was interrupted: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** How long work may take to end tidily; the engine's own limit is below it. */
const TIDY_END_MS = 10_000;

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** An AbortSignal that something outside of the work triggers, until it is released. */
interface Stop {
  readonly signal: AbortSignal;
  readonly release: () => void;
}

/**
 * Gives some work an AbortSignal, as `abortOnSignals` makes it. After the work, signals do again what they do by default:
 * Nx waits for 5 s for an executor that has nothing left to do and does not die of SIGTERM.
 */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const { signal, release } = abortOnSignals();
  try {
    return await work(signal);
  } finally {
    release();
  }
}

/** The first SIGINT, SIGTERM or SIGHUP asks the work to end tidily, the second one ends the process at once. */
export function abortOnSignals(): Stop {
  const { controller, abort } = stopper();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(INTERRUPTED);
    abort();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal: controller.signal, release: () => SIGNALS.forEach((name) => process.off(name, stop)) };
}

/**
 * The same for a process that an executor of Nx relays. Nx kills its executors within a millisecond of a Ctrl-C, so the
 * work runs detached: it sees the channel to the executor close, and ends tidily.
 */
export function abortOnDisconnect(): Stop {
  const { controller, abort } = stopper();
  process.once('disconnect', abort);
  if (!process.connected) abort();
  for (const name of SIGNALS) process.on(name, abort);
  return { signal: controller.signal, release: () => process.off('disconnect', abort) };
}

function stopper(): { controller: AbortController; abort: () => void } {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
    setTimeout(() => process.exit(INTERRUPTED), TIDY_END_MS).unref();
  };
  return { controller, abort };
}
