import { AuthError, type Identity, type Verifier } from '@todo/auth';
import { ApiProblem } from './api-problem.ts';

/** Seconds after which the keys are worth asking for again. */
const RETRY_SECONDS = '5';

/**
 * Who sends this request, by its bearer token.
 *
 * @throws ApiProblem 401 with the challenge of RFC 6750, or 503 while the keys can't be had
 */
export async function authenticate(verifier: Verifier, authorization: string | undefined): Promise<Identity> {
  try {
    return await verifier.verify(authorization);
  } catch (error) {
    if (error instanceof AuthError) throw toProblem[error.code]();
    throw error;
  }
}

const toProblem: Readonly<Record<AuthError['code'], () => ApiProblem>> = {
  NO_TOKEN: () => unauthorized('NO_TOKEN', 'Sign in: this needs a bearer token.'),
  EXPIRED: () => unauthorized('EXPIRED_TOKEN', 'The token has expired; get a new one.'),
  BAD_TOKEN: () => unauthorized('BAD_TOKEN', 'The token is not valid here.'),
  KEYS_UNAVAILABLE: () =>
    new ApiProblem(503, 'UNAVAILABLE', {
      title: 'Service unavailable',
      detail: "The keys that tokens are checked by can't be had at the moment.",
      headers: { 'retry-after': RETRY_SECONDS },
    }),
};

/** @see https://www.rfc-editor.org/rfc/rfc6750#section-3 */
function unauthorized(code: 'NO_TOKEN' | 'BAD_TOKEN' | 'EXPIRED_TOKEN', detail: string): ApiProblem {
  const error = code === 'NO_TOKEN' ? '' : `, error="invalid_token", error_description="${detail}"`;
  const headers = { 'www-authenticate': `Bearer realm="todo"${error}` };
  return new ApiProblem(401, code, { title: 'Unauthorized', detail, headers });
}
