/** What came of one try: no answer (`code` of the network error), or an answer that is no success. */
export interface FailedTry {
  readonly method: string;
  /** Node's error code, when there was no answer. */
  readonly code?: string;
  /** The connection was an old one, which the server may just have closed. */
  readonly reusedSocket?: boolean;
  readonly status?: number;
  readonly message?: string;
  /** The header `Retry-After`, in seconds. */
  readonly retryAfter?: string | undefined;
  /** Tries made so far, from 1. */
  readonly attempt: number;
  /** Milliseconds since the first try. */
  readonly elapsedMs: number;
  /** The server has answered something before: it is away for a moment, not missing. */
  readonly seen: boolean;
}

const refused = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'ENETUNREACH', 'ECONNTIMEOUT']);
const broken = new Set(['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ECONNABORTED']);
const patienceMs = { unseen: 2000, seen: 60_000 };
const mostThrottled = 30;

/**
 * Decides whether to try again. Pure.
 *
 * A request that never left may always be sent again; one whose answer got lost only when doing it twice is like doing
 * it once. A server that never answered is given 2 s, one that did a minute (it restarts).
 *
 * @returns milliseconds to wait, or `undefined` to give up
 */
export function retryDelay(o: FailedTry): number | undefined {
  if (o.status !== undefined) return afterAnswer(o, o.status);
  const again = o.method !== 'POST' && o.method !== 'PUT';
  const code = o.code ?? '';
  const never = refused.has(code) || (o.reusedSocket === true && o.attempt === 1 && code !== 'ETIMEDOUT');
  if (!never && !(again && broken.has(code))) return undefined;
  const delay = backoff(o.attempt);
  return o.elapsedMs + delay > (o.seen ? patienceMs.seen : patienceMs.unseen) ? undefined : delay;
}

function afterAnswer(o: FailedTry, status: number): number | undefined {
  const asked = Number(o.retryAfter);
  if ((status === 429 || status === 503) && o.retryAfter !== undefined && o.attempt <= mostThrottled) {
    return Number.isFinite(asked) ? Math.min(asked, 30) * 1000 : backoff(o.attempt);
  }
  if (o.method === 'POST' || o.attempt > 5) return undefined;
  const passing =
    status === 504 ||
    status === 503 ||
    (status === 500 && /etcdserver: .*(leader changed|timed out)|context deadline exceeded/.test(o.message ?? '')) ||
    (status === 409 && /resourcequotas? .*the object has been modified/.test(o.message ?? ''));
  return passing ? backoff(o.attempt) : undefined;
}

/** 0.2 s, 0.4 s, … at most 5 s. */
function backoff(attempt: number): number {
  return Math.min(200 * 2 ** (attempt - 1), 5000);
}
