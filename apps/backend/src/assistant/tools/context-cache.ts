/** A small memory of what was learned for each user: bounded, and forgotten after a while. */
export interface ContextCache<T> {
  get(userId: string): T | undefined;
  set(userId: string, value: T): void;
  forget(userId: string): void;
}

/** What an MCP server told one user must not be used for another, so the user is the key. */
export function contextCache<T>(options: {
  readonly maxEntries: number;
  readonly ttlMilliseconds: number;
}): ContextCache<T> {
  const entries = new Map<string, { readonly value: T; readonly until: number }>();
  return {
    get(userId) {
      const entry = entries.get(userId);
      if (entry && entry.until > performance.now()) return entry.value;
      entries.delete(userId);
      return undefined;
    },
    set(userId, value) {
      entries.delete(userId);
      entries.set(userId, { value, until: performance.now() + options.ttlMilliseconds });
      const oldest = entries.size > options.maxEntries ? entries.keys().next() : undefined;
      if (oldest && !oldest.done) entries.delete(oldest.value);
    },
    forget: (userId) => void entries.delete(userId),
  };
}
