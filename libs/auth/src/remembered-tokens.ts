import type { Identity } from './verifier.ts';

/** Tokens that were verified. */
export interface RememberedTokens {
  /** Undefined when it was not verified yet, is forgotten, or has expired since. */
  get(token: string): Identity | undefined;
  add(identity: Identity): void;
}

const MOST = 2000;

/** Remembers verified tokens until they expire, the last ones when there are too many: a signature costs more than a look. */
export function rememberTokens(now: () => number = Date.now, most = MOST): RememberedTokens {
  const known = new Map<string, Identity>();
  return {
    get(token) {
      const identity = known.get(token);
      if (identity && identity.expiresAt * 1000 > now()) return identity;
      if (identity) known.delete(token);
      return undefined;
    },
    add(identity) {
      known.set(identity.token, identity);
      const [oldest] = known.keys();
      if (known.size > most && oldest !== undefined) known.delete(oldest);
    },
  };
}
