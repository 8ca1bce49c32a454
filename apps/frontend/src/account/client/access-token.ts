import { AccountError } from './account-error.ts';
import { askAccounts } from './ask-accounts.ts';

/** A new token is asked for this long before the old one ends: clocks differ, and requests take their time. */
const EARLY_MILLISECONDS = 60_000;

/** Gives tokens for the services; `fresh` asks for a new one, after a service refused the last. */
export type AccessToken = (options?: { readonly fresh?: boolean }) => Promise<string>;

/**
 * Keeps one token in memory, and nowhere else: scripts of another page, or of a later visit, find none. Whoever asks while one is
 * being fetched waits for that one.
 *
 * @param fetchToken gives a new token; rejects with AccountError `SIGNED_OUT` for a session that has ended
 */
export function tokenKeeper(fetchToken: () => Promise<string>, now: () => number = Date.now): AccessToken {
  let kept: { readonly token: string; readonly until: number } | undefined;
  let coming: Promise<string> | undefined;
  const renew = async (): Promise<string> => {
    try {
      const token = await fetchToken();
      kept = { token, until: endOf(token) - EARLY_MILLISECONDS };
      return token;
    } catch (error) {
      kept = undefined;
      throw error;
    } finally {
      coming = undefined;
    }
  };
  return async ({ fresh = false } = {}) => {
    if (!fresh && kept && kept.until > now()) return kept.token;
    coming ??= renew();
    return coming;
  };
}

/** When a token ends, in milliseconds since 1970; what can't be read has ended. */
function endOf(token: string): number {
  try {
    const payload = token.split('.')[1] ?? '';
    const { exp } = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/'))) as { exp?: number };
    return (exp ?? 0) * 1000;
  } catch {
    return 0;
  }
}

/**
 * The token of who is signed in, for the `Authorization` header of a request to the backend.
 *
 * @throws AccountError
 */
export const accessToken: AccessToken = tokenKeeper(async () => {
  const { token } = await askAccounts<{ token?: string }>('/token');
  if (token === undefined) throw new AccountError('UNAVAILABLE');
  return token;
});
