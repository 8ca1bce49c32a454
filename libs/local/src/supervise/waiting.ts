/** Who waits for something to become true. */
export interface Waiting {
  /** Resolves as soon as the condition holds when `check` is called, or holds already. */
  until(condition: () => boolean): Promise<void>;
  check(): void;
}

/** Nobody waits yet. */
export function createWaiting(): Waiting {
  const checks = new Set<() => void>();
  return {
    until: (condition) =>
      new Promise((resolve) => {
        const check = (): void => {
          if (!condition()) return;
          checks.delete(check);
          resolve();
        };
        checks.add(check);
        check();
      }),
    check() {
      for (const check of checks) check();
    },
  };
}
