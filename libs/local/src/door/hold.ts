/** Something that may become possible later. */
export interface Held {
  /** Whether it is possible now. */
  readonly check: () => boolean;
  /** Calls back whenever that may have changed, until the returned function is called. */
  readonly watch: (changed: () => void) => () => void;
  /** Monotonic milliseconds. */
  readonly deadline: number;
  /** Looks also without a sign this often. */
  readonly everyMs?: number;
}

/**
 * Waits without holding a thread or a promise.
 *
 * @param done called once, with what `check` said last
 * @returns ends the waiting; `done` is then not called
 */
export function hold({ check, watch, deadline, everyMs }: Held, done: (possible: boolean) => void): () => void {
  const end = (): void => {
    unwatch();
    clearTimeout(timer);
    clearInterval(looking);
  };
  const look = (): void => {
    if (!check()) return;
    end();
    done(true);
  };
  const unwatch = watch(look);
  const looking = everyMs === undefined ? undefined : setInterval(look, everyMs);
  const timer = setTimeout(
    () => {
      end();
      done(check());
    },
    Math.max(0, deadline - performance.now()),
  );
  return end;
}
