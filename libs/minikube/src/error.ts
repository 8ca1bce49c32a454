/** Everything that can stop this library, one word each; fronts map these to exit codes. */
export type MinikubeErrorCode =
  | 'BAD_OUTPUT'
  | 'INGRESS_FAILED'
  | 'INTERRUPTED'
  | 'MINIKUBE_FAILED'
  | 'MINIKUBE_MISSING'
  | 'MINIKUBE_TOO_OLD'
  | 'START_FAILED';

/** What we were doing, what stopped it, what to do about it: clauses without a full stop. */
export interface ErrorParts {
  readonly doing: string;
  readonly because: string;
  readonly fix: string;
}

/** The only error that this library throws on purpose; the foreign error, if any, is its `cause`. */
export class MinikubeError extends Error {
  readonly code: MinikubeErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: MinikubeErrorCode, parts: ErrorParts, cause?: unknown) {
    super(`could not ${parts.doing}: ${parts.because} (fix: ${parts.fix})`, cause === undefined ? {} : { cause });
    this.name = 'MinikubeError';
    this.code = code;
    this.doing = parts.doing;
    this.because = parts.because;
    this.fix = parts.fix;
  }
}
