import { AccountError } from '../account/client/account-error.ts';

/** Why something did not work, in the words that the panel has a sentence for. */
export interface Failure {
  readonly code: 'network' | 'signed-out' | 'too-many' | 'too-long' | 'gone' | 'unavailable' | 'assistant' | 'refused';
  readonly retryAfterSeconds?: number;
  /** The code of the backend, for the report of a problem. */
  readonly detail?: string;
}

/** A request of the chat that was not answered as hoped. */
export class ChatError extends Error {
  override readonly name = 'ChatError';
  readonly failure: Failure;

  constructor(failure: Failure, cause?: unknown) {
    super(`${failure.code}${failure.detail === undefined ? '' : ` (${failure.detail})`}`, { cause });
    this.failure = failure;
  }
}

/** What a refusing answer means for the person who asked. */
export function failureOf(response: Response): Failure {
  const seconds = Number(response.headers.get('retry-after'));
  const later = seconds > 0 ? { retryAfterSeconds: seconds } : {};
  switch (response.status) {
    case 401:
      return { code: 'signed-out' };
    case 404:
    case 410:
      return { code: 'gone' };
    case 409:
      // With a time to come back it is the first try to send this, which is still on its way.
      return seconds > 0 ? { code: 'unavailable', ...later } : { code: 'refused', detail: '409' };
    case 413:
      return { code: 'too-long' };
    case 429:
      return { code: 'too-many', ...later };
    case 502:
    case 503:
    case 504:
      return { code: 'unavailable', ...later };
    default:
      return { code: 'refused', detail: String(response.status) };
  }
}

/** The failure behind something that was thrown: what is not ours is the network's. */
export function failureFrom(error: unknown): Failure {
  if (error instanceof ChatError) return error.failure;
  if (!(error instanceof AccountError)) return { code: 'network' };
  // No token, no request.
  const { code, retryAfterSeconds } = error;
  const later = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  if (code === 'SIGNED_OUT') return { code: 'signed-out' };
  if (code === 'TOO_MANY') return { code: 'too-many', ...later };
  return code === 'OFFLINE' ? { code: 'network' } : { code: 'unavailable', ...later };
}
