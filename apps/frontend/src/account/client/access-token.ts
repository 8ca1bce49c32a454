import { AccountError } from './account-error.ts';
import { askAccounts } from './ask-accounts.ts';

/** A new token is asked for this long before the old one ends: clocks differ, and requests take their time. */
const EARLY_MILLISECONDS = 60_000;

/** Gives tokens for the services; `fresh` asks for a new one, after a service refused the last. */
export type AccessToken = (options?: { readonly fresh?: boolean }) => Promise<string>;

/** Holds the token of a page. */
interface TokenKeeper {
  readonly give: AccessToken;
  /** Drops what is held or under way: somebody else may be signed in now, or nobody. */
  readonly forget: () => void;
}

/**
 * Keeps one token in memory, and nowhere else: scripts of another page, or of a later visit, find none. Whoever asks while one is
 * being fetched waits for that one.
 *
 * @param fetchToken gives a new token; rejects with AccountError `SIGNED_OUT` for a session that has ended
 * @param now milliseconds, from a clock that nobody sets
 */
export function tokenKeeper(
  fetchToken: () => Promise<string>,
  now: () => number = () => performance.now(),
): TokenKeeper {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let coming: Promise<string> | undefined;
  const renew = (): Promise<string> => {
    const asked = now();
    kept = undefined;
    const own: Promise<string> = fetchToken()
      .then((token) => {
        if (coming === own) kept = { token, until: asked + lifeOf(token) - EARLY_MILLISECONDS };
        return token;
      })
      .finally(() => {
        if (coming === own) coming = undefined;
      });
    coming = own;
    return own;
  };
  return {
    give: async ({ fresh = false } = {}) => (!fresh && kept && kept.until > now() ? kept.token : (coming ?? renew())),
    forget() {
      kept = undefined;
      coming = undefined;
    },
  };
}

/** How long a token lives from its making, in milliseconds: the clock of this device may be hours off. Nothing, if unreadable. */
function lifeOf(token: string): number {
  try {
    const payload = token.split('.')[1] ?? '';
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const { iat = 0, exp = 0 } = JSON.parse(text) as { iat?: number; exp?: number };
    return (exp - iat) * 1000;
  } catch {
    return 0;
  }
}

const keeper = tokenKeeper(async () => {
  const { token } = await askAccounts<{ token?: string }>('/token');
  if (token === undefined) throw new AccountError('UNAVAILABLE');
  return token;
});

/**
 * The token of who is signed in, for the `Authorization` header of a request to the backend.
 *
 * @throws AccountError
 */
export const accessToken: AccessToken = keeper.give;

/** To be called when who is signed in may have changed. */
export const forgetToken = (): void => keeper.forget();
