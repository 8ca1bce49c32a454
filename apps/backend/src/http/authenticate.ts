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
    if (error instanceof AuthError) throw problemOf(error);
    throw error;
  }
}

function problemOf({ code }: AuthError): ApiProblem {
  switch (code) {
    case 'NO_TOKEN':
      return unauthorized('NO_TOKEN', 'Sign in: this needs a bearer token.', 'Bearer realm="todo"');
    case 'EXPIRED':
      return unauthorized(
        'EXPIRED_TOKEN',
        'The token has expired; get a new one.',
        invalidToken('the token has expired'),
      );
    case 'BAD_TOKEN':
      return unauthorized('BAD_TOKEN', 'The token is not valid here.', invalidToken('the token is not valid here'));
    case 'KEYS_UNAVAILABLE':
      return new ApiProblem(503, 'UNAVAILABLE', {
        title: 'Service unavailable',
        detail: 'The keys that tokens are checked by can not be had at the moment.',
        headers: { 'retry-after': RETRY_SECONDS },
      });
  }
}

function invalidToken(why: string): string {
  return `Bearer realm="todo", error="invalid_token", error_description="${why}"`;
}

function unauthorized(code: 'NO_TOKEN' | 'BAD_TOKEN' | 'EXPIRED_TOKEN', detail: string, challenge: string): ApiProblem {
  return new ApiProblem(401, code, { title: 'Unauthorized', detail, headers: { 'www-authenticate': challenge } });
}
