/**
 * Iterates until the end or the signal, whichever is first: an iterator that does not listen to its signal is left behind.
 *
 * @throws the signal's reason
 */
export async function* iterateUntil<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      signal.throwIfAborted();
      const next = await unlessAborted(iterator.next(), signal);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    // Not awaited: it may hang in what it does.
    void iterator.return?.().catch(() => undefined);
  }
}

/** Listens for one step alone: a promise that outlives the steps would keep every one of them in memory. */
async function unlessAborted<T>(step: Promise<T>, signal: AbortSignal): Promise<T> {
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    return await Promise.race([step, stopped.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
