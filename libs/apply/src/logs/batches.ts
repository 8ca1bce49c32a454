import { pause } from '../run/pause.ts';

/** What several sources push, handed out in small batches. */
export interface Batches<T> {
  readonly push: (item: T) => void;
  /** Nothing comes any more. */
  readonly end: () => void;
  /** Something broke: whoever reads gets the error after what was pushed before it. */
  readonly fail: (error: unknown) => void;
  /** Each batch is what came within the window after its first item. For one reader. */
  readonly read: () => AsyncGenerator<readonly T[]>;
}

/** Collects what comes within `windowMs`, so that it can be put in order before it is shown. */
export function makeBatches<T>(windowMs: number): Batches<T> {
  let items: T[] = [];
  let over = false;
  let error: unknown;
  let wake: () => void = () => undefined;
  return {
    push(item) {
      items.push(item);
      wake();
    },
    end() {
      over = true;
      wake();
    },
    fail(reason) {
      error ??= reason;
      over = true;
      wake();
    },
    async *read() {
      for (;;) {
        if (items.length === 0 && !over) {
          await new Promise<void>((resolve) => (wake = resolve));
          continue;
        }
        if (!over) await pause(windowMs);
        const batch = items;
        items = [];
        if (batch.length > 0) yield batch;
        if (!over || items.length > 0) continue;
        if (error !== undefined) throw error;
        return;
      }
    },
  };
}
