import { AccountError, accountError } from './account-error.ts';

const TIMEOUT_MILLISECONDS = 15_000;

/**
 * Asks the accounts, with the session's cookie: GET, or POST when there is a body.
 *
 * @throws AccountError
 */
export async function askAccounts<T>(path: string, body?: object): Promise<T> {
  const response = await fetch(`/api/auth${path}`, {
    ...(body ? { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    cache: 'no-store',
    signal: AbortSignal.timeout(TIMEOUT_MILLISECONDS),
  }).catch(() => {
    throw new AccountError(navigator.onLine ? 'UNAVAILABLE' : 'OFFLINE');
  });
  if (!response.ok) throw await accountError(response);
  return (await response.json()) as T;
}
