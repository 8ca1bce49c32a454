/** Decides how many requests are under way at once. */
export interface Limiter {
  /** Runs `work` when it is its turn; first come, first served. */
  run<T>(work: () => Promise<T>): Promise<T>;
  /** The server said 429: half as many from now on. */
  throttled(): void;
}

const calmMs = 30_000;
const burstMs = 1000;

/**
 * At most `most` at once, half as many after the server said that it is too much, and twice as many again after 30 s of
 * calm. Answers to requests of one burst halve once.
 *
 * @param now milliseconds, monotonic
 * @see https://kubernetes.io/docs/concepts/cluster-administration/flow-control/
 */
export function makeLimiter(most: number, now: () => number = () => performance.now()): Limiter {
  const waiting: (() => void)[] = [];
  let running = 0;
  let width = most;
  let lastChange = Number.NEGATIVE_INFINITY;
  const startNext = (): void => {
    if (width < most && now() - lastChange >= calmMs) {
      width = Math.min(most, width * 2);
      lastChange = now();
    }
    while (running < width && waiting.length > 0) {
      running += 1;
      waiting.shift()?.();
    }
  };
  return {
    async run(work) {
      await new Promise<void>((begin) => {
        waiting.push(begin);
        startNext();
      });
      try {
        return await work();
      } finally {
        running -= 1;
        startNext();
      }
    },
    throttled() {
      if (now() - lastChange >= burstMs) width = Math.max(1, Math.floor(width / 2));
      lastChange = now();
    },
  };
}
