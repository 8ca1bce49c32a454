/** Everything that stops the apply engine. The first group comes from the connection, the second from the run. */
export type ApplyErrorCode =
  | 'BAD_KUBECONFIG'
  | 'UNKNOWN_CONTEXT'
  | 'CREDENTIALS'
  | 'UNREACHABLE'
  | 'TIMED_OUT'
  | 'UNAUTHORIZED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'ALREADY_EXISTS'
  | 'CONFLICT'
  | 'FIELD_CONFLICT'
  | 'INVALID'
  | 'TOO_LARGE'
  | 'WEBHOOK_DOWN'
  | 'THROTTLED'
  | 'API_FAILED'
  | 'UNEXPECTED_ANSWER'
  | 'UNKNOWN_KIND'
  | 'EMPTY_SET'
  | 'GATE_TIMEOUT'
  | 'IMMUTABLE_FIELD'
  | 'INTERRUPTED'
  | 'INVALID_OBJECTS'
  | 'INVENTORY_CHANGED'
  | 'INVENTORY_CORRUPT'
  | 'LOCKED'
  | 'LOCK_LOST'
  | 'NAMESPACE_MISSING'
  | 'OWNED_BY_OTHER'
  | 'PRUNE_GUARD'
  | 'STILL_TERMINATING'
  | 'WRONG_CLUSTER';

/** What we were doing, what stopped it, what to do about it: clauses without a full stop, never with a secret in them. */
export interface ApplyErrorParts {
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
  /** HTTP status of the API server's answer, if it answered. */
  readonly status?: number;
  /** The answer itself, a `Status` object as a rule. Not for printing: it may echo what was sent. */
  readonly body?: unknown;
}

/** The only error that this library throws on purpose; the foreign error, if any, is its `cause`. */
export class ApplyError extends Error {
  readonly code: ApplyErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
  readonly status?: number;
  readonly body?: unknown;

  constructor(code: ApplyErrorCode, parts: ApplyErrorParts, cause?: unknown) {
    super(`could not ${parts.doing}: ${parts.because} (fix: ${parts.fix})`, cause === undefined ? {} : { cause });
    this.name = 'ApplyError';
    this.code = code;
    this.doing = parts.doing;
    this.because = parts.because;
    this.fix = parts.fix;
    if (parts.status !== undefined) this.status = parts.status;
    // Not enumerable, so that printing the error does not print what was sent.
    Object.defineProperty(this, 'body', { value: parts.body, enumerable: false });
  }
}
