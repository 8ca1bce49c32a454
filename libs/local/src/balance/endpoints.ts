/** The ready processes of a Service, as ports of this machine, and who waits for one. */
export interface Endpoints {
  /** In the order in which they were set. */
  all(): readonly number[];
  /** Why there are none, where somebody said so. */
  because(): string | undefined;
  /** Whether there ever was one: what has not started yet is awaited with other words than what is gone. */
  seen(): boolean;
  /** The next one in turn; undefined when there are none. */
  next(): number | undefined;
  set(endpoints: readonly number[], because?: string): void;
  /** Calls back after every change until the returned function is called. */
  watch(changed: () => void): () => void;
}

/** An empty set of endpoints. */
export function createEndpoints(): Endpoints {
  let endpoints: readonly number[] = [];
  let reason: string | undefined;
  let seen = false;
  let turn = 0;
  const watchers = new Set<() => void>();
  return {
    all: () => endpoints,
    because: () => reason,
    seen: () => seen,
    next() {
      turn = (turn + 1) % Math.max(endpoints.length, 1);
      return endpoints[turn];
    },
    set(given, because) {
      endpoints = [...new Set(given)];
      reason = endpoints.length === 0 ? because : undefined;
      seen ||= endpoints.length > 0;
      for (const changed of watchers) changed();
    },
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
}
