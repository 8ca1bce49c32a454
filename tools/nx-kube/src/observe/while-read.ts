/** The part of a stream that tells when its reader has gone. */
interface Written {
  once(event: 'error', listener: () => void): unknown;
}

/**
 * The signal, which also aborts when nobody reads any more what is printed: `nx-kube logs --follow | head`. It is seen with
 * the next line that is written.
 */
export function whileRead(signal: AbortSignal, out: Written = process.stdout): AbortSignal {
  const gone = new AbortController();
  out.once('error', () => gone.abort());
  return AbortSignal.any([signal, gone.signal]);
}
