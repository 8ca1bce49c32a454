import type { Accounts } from './create-accounts.ts';

/** Seconds after which it makes sense to ask again when the database is away. */
const RETRY_SECONDS = '5';

/** Answers one request to the accounts. A database that does not answer is 503 with `Retry-After`, on whatever path. */
export async function answer(accounts: Accounts, request: Request): Promise<Response> {
  const response = await accounts.handler(request).catch(() => undefined);
  if (response && response.status !== 500) return response;
  const problem = (await accounts.isReachable())
    ? { title: 'Internal server error', status: 500 }
    : { title: 'Service unavailable', status: 503, detail: 'The accounts can not be reached.' };
  return new Response(JSON.stringify({ type: 'about:blank', ...problem }), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(problem.status === 503 ? { 'retry-after': RETRY_SECONDS } : {}),
    },
  });
}
