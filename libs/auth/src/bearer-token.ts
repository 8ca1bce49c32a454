import { AuthError } from './error.ts';

/** Longer than any token of ours, and short enough to be looked at for free. */
const MAX_LENGTH = 4096;

/**
 * The token in an `Authorization` header.
 *
 * @throws AuthError `NO_TOKEN`, or `BAD_TOKEN` for what can't be one
 * @see https://www.rfc-editor.org/rfc/rfc6750#section-2.1
 */
export function bearerToken(authorization: string | null | undefined): string {
  if (!authorization) throw new AuthError('NO_TOKEN', 'The request has no token.');
  if (authorization.length > MAX_LENGTH) throw new AuthError('BAD_TOKEN', 'The token is too long.');
  const token = /^bearer +([\w.~+/=-]+)$/i.exec(authorization)?.[1];
  if (token === undefined) throw new AuthError('BAD_TOKEN', 'The Authorization header holds no bearer token.');
  return token;
}
