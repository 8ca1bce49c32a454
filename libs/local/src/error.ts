/** Everything that can stop this library, one word each; fronts map these to exit codes. */
export type LocalErrorCode =
  | 'BAD_DOCKERFILE'
  | 'BUILD_FAILED'
  | 'DATA_CORRUPTED'
  | 'DATA_FOREIGN'
  | 'DATA_VERSION'
  | 'DISK_FULL'
  | 'FOLDER_UNUSABLE'
  | 'INTERRUPTED'
  | 'NOT_LOCAL'
  | 'NO_POSTGRES'
  | 'PORT_TAKEN'
  | 'POSTGRES_FAILED'
  | 'SECRETS_CORRUPTED'
  | 'START_FAILED'
  | 'UNKNOWN_WORKLOAD';

/** What we were doing, what stopped it, what to do about it: clauses without a full stop, never with a secret in them. */
export interface LocalErrorParts {
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
}

/** The only error that this library throws on purpose; the foreign error, if any, is its `cause`. */
export class LocalError extends Error {
  readonly code: LocalErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: LocalErrorCode, parts: LocalErrorParts, cause?: unknown) {
    super(`could not ${parts.doing}: ${parts.because} (fix: ${parts.fix})`, cause === undefined ? {} : { cause });
    this.name = 'LocalError';
    this.code = code;
    this.doing = parts.doing;
    this.because = parts.because;
    this.fix = parts.fix;
  }
}
