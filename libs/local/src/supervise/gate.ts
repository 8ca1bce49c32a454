/** Something that happens once, or never will. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
  fail(error: unknown): void;
}

/** A closed gate. A failure that nobody waits for is no unhandled rejection. */
export function createGate(): Gate {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  promise.catch(() => undefined);
  return {
    opened: promise,
    open: () => resolve(),
    fail: (error) => reject(error),
  };
}
