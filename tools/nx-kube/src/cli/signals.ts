/** Exit code of a program that was interrupted: 128 and the number of SIGINT. */
export const INTERRUPTED = 130;

/** How long work may take to end: tidily, and at once. */
export interface Patience {
  readonly tidyMs: number;
  readonly hurryMs: number;
}

/** For work whose requests in flight are soon over; the engine's own limit is below it. */
const BRIEF: Patience = { tidyMs: 10_000, hurryMs: 0 };

/** For work that has services of its own to stop, each within its grace period. */
export const WITH_SERVICES: Patience = { tidyMs: 150_000, hurryMs: 3000 };

/** One Ctrl-C may come twice: from the terminal, and from npm, which forwards it. */
const ECHO_MS = 500;

/** What tells a program to end. */
export const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** An AbortSignal that something outside of the work triggers, until it is released. */
interface Stop {
  readonly signal: AbortSignal;
  /** Aborted when it has to end at once. */
  readonly hurry: AbortSignal;
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

/** The first SIGINT, SIGTERM or SIGHUP asks the work to end tidily, the second one to end at once. */
export function abortOnSignals(patience = BRIEF): Stop {
  const { signal, hurry, abort, hurryUp } = stopper(patience);
  let first: number | undefined;
  const stop = (): void => {
    if (first === undefined) {
      first = performance.now();
      abort();
    } else if (performance.now() - first > ECHO_MS) hurryUp();
  };
  for (const name of SIGNALS) process.on(name, stop);
  return { signal, hurry, release: () => SIGNALS.forEach((name) => process.off(name, stop)) };
}

/**
 * The same for a process that an executor of Nx relays, which says when it has to end: by any message, or by the end of the
 * channel where it was killed itself.
 */
export function abortOnDisconnect(patience = BRIEF): Stop {
  const { signal, hurry, abort } = stopper(patience);
  process.once('disconnect', abort);
  process.once('message', abort);
  if (!process.connected) abort();
  for (const name of SIGNALS) process.on(name, abort);
  const release = (): void => {
    process.off('disconnect', abort);
    process.off('message', abort);
  };
  return { signal, hurry, release };
}

function stopper({ tidyMs, hurryMs }: Patience): {
  signal: AbortSignal;
  hurry: AbortSignal;
  abort: () => void;
  hurryUp: () => void;
} {
  const tidy = new AbortController();
  const hurry = new AbortController();
  const endAfter = (ms: number): void => void setTimeout(() => process.exit(INTERRUPTED), ms).unref();
  return {
    signal: tidy.signal,
    hurry: hurry.signal,
    abort: () => {
      tidy.abort();
      endAfter(tidyMs);
    },
    hurryUp: () => {
      hurry.abort();
      if (hurryMs === 0) process.exit(INTERRUPTED);
      endAfter(hurryMs);
    },
  };
}
