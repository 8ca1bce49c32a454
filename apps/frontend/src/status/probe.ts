/** An answer that came in time, whatever it says. */
export interface Answer {
  readonly type: 'answer';
  readonly httpStatus: number;
  /** The JSON of the body; undefined when it is none. */
  readonly body: unknown;
  readonly latencyMs: number;
}

/** No answer, and why: one clause without addresses, fit for a public page. */
export interface Silence {
  readonly type: 'silence';
  readonly because: string;
}

/** How a probe is made. */
export interface ProbeOptions {
  readonly timeoutMs: number;
}

/** Asks one URL once; never throws. The time limit covers the body too. */
export async function probe(url: string, { timeoutMs }: ProbeOptions): Promise<Answer | Silence> {
  const start = performance.now();
  try {
    const signal = AbortSignal.timeout(timeoutMs);
    const response = await fetch(url, { signal, cache: 'no-store', redirect: 'error' });
    const body = parseJson(await response.text());
    return { type: 'answer', httpStatus: response.status, body, latencyMs: roundMs(performance.now() - start) };
  } catch (error) {
    return { type: 'silence', because: reasonOf(error, timeoutMs) };
  }
}

/** Milliseconds with one decimal: below that is noise. */
export function roundMs(milliseconds: number): number {
  return Math.round(milliseconds * 10) / 10;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** fetch says only "fetch failed"; the cause carries the system's code. */
function reasonOf(error: unknown, timeoutMs: number): string {
  if (error instanceof DOMException && error.name === 'TimeoutError') return `no answer within ${timeoutMs / 1000} s`;
  const code = codeOf(error instanceof Error ? error.cause : undefined);
  if (code === 'ECONNREFUSED') return 'nothing listens there (ECONNREFUSED)';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `its name does not resolve (${code})`;
  return code === undefined ? 'the request failed' : `the connection failed (${code})`;
}

function codeOf(cause: unknown): string | undefined {
  if (typeof cause !== 'object' || cause === null || !('code' in cause)) return undefined;
  return typeof cause.code === 'string' ? cause.code : undefined;
}
