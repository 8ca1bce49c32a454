/** Where the windows are kept for all replicas together; `@todo/todo-db` keeps them in Postgres. */
export interface RateWindows {
  /** Takes up to `amount` of what is left of the present window. */
  take(
    key: string,
    amount: number,
    window: { readonly limit: number; readonly windowSeconds: number },
  ): Promise<{ readonly granted: number; readonly resetSeconds: number }>;
}

/** How often something may happen. */
export interface Allowance {
  readonly limit: number;
  readonly windowSeconds: number;
  /** How much a replica takes at once and hands out from memory. */
  readonly block: number;
}

/** Whether it may happen now. */
export type Verdict = { readonly allowed: true } | { readonly allowed: false; readonly retryAfterSeconds: number };

/** Hands out allowances; the same key counts together on all replicas. */
export interface Limiter {
  take(key: string, allowance: Allowance): Promise<Verdict>;
}

interface Block {
  left: number;
  /** The window had nothing left to give. */
  readonly refused: boolean;
  /** By this process's own clock, milliseconds. */
  readonly endsAt: number;
}

/** People whose blocks are kept. One who falls out loses what is left of the block, which errs on the strict side. */
const MAX_BLOCKS = 10_000;

/**
 * A limiter that asks the database once per block, not once per request. It never grants more than the limit: what a replica
 * took and did not hand out is lost to the others until the window ends.
 *
 * @param now milliseconds, monotonic
 */
export function blockLimiter(windows: RateWindows, now: () => number = () => performance.now()): Limiter {
  const blocks = new Map<string, Block>();
  const pending = new Map<string, Promise<Block>>();

  const fetchBlock = async (key: string, { block, ...window }: Allowance): Promise<Block> => {
    // Measured before the database looked at its own clock, so that a block never outlives its window.
    const asked = now();
    const { granted, resetSeconds } = await windows.take(key, block, window);
    const fresh: Block = { left: granted, refused: granted === 0, endsAt: asked + resetSeconds * 1000 };
    blocks.delete(key);
    blocks.set(key, fresh);
    for (const oldest of blocks.keys()) {
      if (blocks.size <= MAX_BLOCKS) break;
      blocks.delete(oldest);
    }
    return fresh;
  };

  // Many requests at once of one person wait for one statement.
  const sharedFetch = (key: string, allowance: Allowance): Promise<Block> => {
    const asked = pending.get(key) ?? fetchBlock(key, allowance).finally(() => pending.delete(key));
    pending.set(key, asked);
    return asked;
  };

  return {
    async take(key, allowance) {
      // Each round ends here, or begins with a block that gave its last piece to somebody else.
      for (;;) {
        const known = blocks.get(key);
        const usable = known && known.endsAt > now() && (known.left > 0 || known.refused);
        const block = usable ? known : await sharedFetch(key, allowance);
        if (block.left > 0) {
          block.left--;
          return { allowed: true };
        }
        if (block.refused) {
          return { allowed: false, retryAfterSeconds: Math.max(1, Math.ceil((block.endsAt - now()) / 1000)) };
        }
      }
    },
  };
}
