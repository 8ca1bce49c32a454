/** Why the accounts refused, or did not answer. */
export type AccountErrorCode =
  | 'SIGNED_OUT'
  | 'WRONG_PASSWORD'
  | 'EMAIL_TAKEN'
  | 'BAD_EMAIL'
  | 'PASSWORD_TOO_SHORT'
  | 'PASSWORD_TOO_LONG'
  | 'TOO_MANY'
  | 'UNAVAILABLE'
  | 'OFFLINE'
  | 'REFUSED';

/** What a form tells about it follows from `code`, in the language of the page. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
  readonly code: AccountErrorCode;
  /** Seconds after which it makes sense to try again, where the server said so. */
  readonly retryAfterSeconds: number | undefined;

  constructor(code: AccountErrorCode, retryAfterSeconds?: number) {
    super(code);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** better-auth's codes, as of 1.7. */
const OF_CODE: Readonly<Record<string, AccountErrorCode>> = {
  INVALID_EMAIL_OR_PASSWORD: 'WRONG_PASSWORD',
  INVALID_PASSWORD: 'WRONG_PASSWORD',
  USER_ALREADY_EXISTS: 'EMAIL_TAKEN',
  USER_ALREADY_EXISTS_USE_ANOTHER_EMAIL: 'EMAIL_TAKEN',
  INVALID_EMAIL: 'BAD_EMAIL',
  PASSWORD_TOO_SHORT: 'PASSWORD_TOO_SHORT',
  PASSWORD_TOO_LONG: 'PASSWORD_TOO_LONG',
};

/** Reads an answer that is no success. */
export async function accountError(response: Response): Promise<AccountError> {
  const body = (await response.json().catch(() => ({}))) as { code?: string } | null;
  const known = OF_CODE[body?.code ?? ''];
  if (known) return new AccountError(known);
  const retry = Number(response.headers.get('x-retry-after') ?? response.headers.get('retry-after') ?? Number.NaN);
  const seconds = Number.isFinite(retry) ? retry : undefined;
  if (response.status === 401) return new AccountError('SIGNED_OUT');
  if (response.status === 429) return new AccountError('TOO_MANY', seconds);
  if (response.status >= 500) return new AccountError('UNAVAILABLE', seconds);
  return new AccountError('REFUSED');
}
