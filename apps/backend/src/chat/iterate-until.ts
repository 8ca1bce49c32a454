/**
 * Iterates until the end or the signal, whichever is first: an iterator that does not listen to its signal is left behind.
 *
 * @throws the signal's reason
 */
export async function* iterateUntil<T>(items: AsyncIterable<T>, signal: AbortSignal): AsyncIterable<T> {
  signal.throwIfAborted();
  const iterator = items[Symbol.asyncIterator]();
  const stopped = Promise.withResolvers<never>();
  const stop = (): void => stopped.reject(signal.reason);
  stopped.promise.catch(() => undefined);
  signal.addEventListener('abort', stop, { once: true });
  try {
    for (;;) {
      const next = await Promise.race([iterator.next(), stopped.promise]);
      if (next.done) return;
      yield next.value;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // Not awaited: it may hang in what it does.
    void iterator.return?.().catch(() => undefined);
  }
}
