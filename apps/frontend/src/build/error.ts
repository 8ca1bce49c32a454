/** Why a build stopped. */
type BuildErrorCode = 'ENV_FILE' | 'NEXT_FAILED';

/** A build that stopped for a reason that its user can remove; the message has all three parts. */
export class BuildError extends Error {
  override readonly name = 'BuildError';
  readonly code: BuildErrorCode;
  readonly because: string;
  readonly fix: string;

  constructor(code: BuildErrorCode, { because, fix }: { readonly because: string; readonly fix: string }) {
    super(`build frontend: ${because}; ${fix}`);
    this.code = code;
    this.because = because;
    this.fix = fix;
  }
}
