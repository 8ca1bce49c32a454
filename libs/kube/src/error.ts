/** What can be wrong with data that should become Kubernetes text or numbers. */
export type KubeErrorCode = 'BAD_QUANTITY' | 'NOT_YAML';

/** An error of this library: what we were doing, what stopped it, and the fix. */
export class KubeError extends Error {
  override readonly name = 'KubeError';
  readonly code: KubeErrorCode;
  readonly doing: string;
  readonly because: string;
  readonly fix: string;

  constructor(code: KubeErrorCode, { doing, because, fix }: { doing: string; because: string; fix: string }) {
    super(`Could not ${doing}: ${because}. ${fix}.`);
    this.code = code;
    this.doing = doing;
    this.because = because;
    this.fix = fix;
  }
}
