import { createRemoteJWKSet, customFetch, errors, jwtVerify, type JWTPayload } from 'jose';
import { bearerToken } from './bearer-token.ts';
import { AuthError } from './error.ts';
import { rememberTokens } from './remembered-tokens.ts';

/** Who sent a request, proved by a signature. */
export interface Identity {
  readonly userId: string;
  /** The token itself, to be handed to a service that has to act for the same person. */
  readonly token: string;
  /** When the proof ends, in seconds since 1970. */
  readonly expiresAt: number;
}

/** What a token has to fit. */
export interface VerifierOptions {
  /** Where the public keys are, reached inside of the cluster. */
  readonly jwksUrl: string;
  /** Who must have signed: the public address of the application. */
  readonly issuer: string;
  /** The service that asks; a token for another one is refused. */
  readonly audience: 'todo-backend' | 'todo-mcp';
  /** Replaces the fetch of the keys, so that a trace goes on. */
  readonly fetch?: typeof fetch;
}

/** Tells who sent a request. */
export interface Verifier {
  /**
   * @param authorization the request's `Authorization` header
   * @throws AuthError `NO_TOKEN`, `BAD_TOKEN`, `EXPIRED`, and `KEYS_UNAVAILABLE` when the keys can't be had: try later
   */
  verify(authorization: string | null | undefined): Promise<Identity>;
}

/** The only algorithm that the accounts sign with: a token can't choose another one. */
const ALGORITHMS = ['EdDSA'];

/** Clocks of two nodes may differ by this. */
const TOLERANCE_SECONDS = 5;

const KEYS_TIMEOUT_MILLISECONDS = 2000;
const KEYS_MAX_AGE_MILLISECONDS = 10 * 60_000;

/**
 * An unknown key id asks for the keys again, but not more often than this: anybody can make up ids. Short, as tokens of a key that
 * was made just after the last look are refused until then.
 */
const KEYS_COOLDOWN_MILLISECONDS = 1000;

/**
 * Verifies the accounts' JSON Web Tokens by their public keys: signature, issuer, audience and time. A token that was good is
 * remembered until it expires.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8725 JSON Web Token Best Current Practices
 */
export function createVerifier({ jwksUrl, issuer, audience, fetch: ask }: VerifierOptions): Verifier {
  const keys = createRemoteJWKSet(new URL(jwksUrl), {
    timeoutDuration: KEYS_TIMEOUT_MILLISECONDS,
    cooldownDuration: KEYS_COOLDOWN_MILLISECONDS,
    cacheMaxAge: KEYS_MAX_AGE_MILLISECONDS,
    ...(ask ? { [customFetch]: ask } : {}),
  });
  const remembered = rememberTokens();
  const rules = { issuer, audience, algorithms: ALGORITHMS, clockTolerance: TOLERANCE_SECONDS };
  return {
    async verify(authorization) {
      const token = bearerToken(authorization);
      const known = remembered.get(token);
      if (known) return known;
      const { payload } = await jwtVerify(token, keys, rules).catch(refuse);
      const identity = identityOf(token, payload);
      remembered.add(identity);
      return identity;
    },
  };
}

function identityOf(token: string, { sub, exp }: JWTPayload): Identity {
  if (typeof sub !== 'string' || sub === '') throw new AuthError('BAD_TOKEN', 'The token names nobody.');
  if (typeof exp !== 'number') throw new AuthError('BAD_TOKEN', 'The token never expires.');
  return { userId: sub, token, expiresAt: exp };
}

/** What went wrong, without anything that the token holds. */
function refuse(cause: unknown): never {
  if (cause instanceof errors.JWTExpired) throw new AuthError('EXPIRED', 'The token has expired.', { cause });
  if (isAboutKeys(cause)) throw new AuthError('KEYS_UNAVAILABLE', 'The public keys can not be had.', { cause });
  throw new AuthError('BAD_TOKEN', 'The token is not valid here.', { cause });
}

/** Errors of the way to the keys; those of the token itself have codes of their own. */
function isAboutKeys(cause: unknown): boolean {
  if (cause instanceof errors.JWKSTimeout || cause instanceof errors.JWKSInvalid) return true;
  if (!(cause instanceof errors.JOSEError)) return true;
  return cause.code === 'ERR_JOSE_GENERIC';
}
