/** Why a request has no identity. */
export type AuthErrorCode = 'NO_TOKEN' | 'BAD_TOKEN' | 'EXPIRED' | 'KEYS_UNAVAILABLE';

/** A request without a verified identity; the text holds nothing of the token. */
export class AuthError extends Error {
  override readonly name = 'AuthError';
  readonly code: AuthErrorCode;

  constructor(code: AuthErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
