/** Everything that can stop this library, one word each; fronts map these to exit codes. */
export type ImageErrorCode =
  | 'BAD_DOCKERFILE'
  | 'BAD_SOURCE'
  | 'BASE_MISSING'
  | 'BUILD_FAILED'
  | 'CONTEXT_CHANGED'
  | 'DOCKER_DENIED'
  | 'DOCKER_FAILED'
  | 'DOCKER_MISSING'
  | 'DOCKER_STOPPED'
  | 'DOCKER_TOO_OLD'
  | 'ENV_FILE'
  | 'IMAGE_MISSING'
  | 'INTERRUPTED'
  | 'LOAD_FAILED'
  | 'MINIKUBE_MISSING'
  | 'NODE_STOPPED'
  | 'NOT_STAGED'
  | 'NO_DOCKERFILE'
  | 'SOURCE_MISSING';

/** What we were doing, what stopped it, what to do about it: clauses without a full stop. */
export interface ErrorParts {
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
}

/** The only error that this library throws on purpose; the foreign error, if any, is its `cause`. */
export class ImageError extends Error {
  readonly code: ImageErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: ImageErrorCode, parts: ErrorParts, cause?: unknown) {
    super(`could not ${parts.doing}: ${parts.because} (fix: ${parts.fix})`, cause === undefined ? {} : { cause });
    this.name = 'ImageError';
    this.code = code;
    this.doing = parts.doing;
    this.because = parts.because;
    this.fix = parts.fix;
  }
}
