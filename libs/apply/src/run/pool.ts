/** Runs `work` over items, at most `width` at a time. Ends when all have ended; rejects with the first rejection. */
export async function eachOf<T>(items: readonly T[], width: number, work: (item: T) => Promise<void>): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length) {
      const item = items[next];
      next += 1;
      await work(item as T);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, () => worker()));
}

/** As `eachOf`, with the results in the order of the items. */
export async function mapOf<T, R>(items: readonly T[], width: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  await eachOf([...items.entries()], width, async ([index, item]) => {
    results[index] = await work(item);
  });
  return results;
}

/** Requests in flight at once: as many as other deployers use, and few enough for a laptop's API server. */
export const requestsAtOnce = 8;
