import { accounts } from './accounts.ts';

/** Seconds after which it makes sense to ask again when the database is away. */
const RETRY_SECONDS = '5';

/**
 * Answers one request to the accounts. A database that does not answer is 503 with `Retry-After`; what else fails is better-auth's
 * own answer.
 */
export async function answerAccounts(request: Request): Promise<Response> {
  try {
    const response = await accounts().handler(request);
    return response.status === 500 ? unavailable() : response;
  } catch {
    return unavailable();
  }
}

function unavailable(): Response {
  const body = {
    type: 'about:blank',
    title: 'Service unavailable',
    status: 503,
    detail: 'Accounts can not be reached.',
  };
  return new Response(JSON.stringify(body), {
    status: 503,
    headers: { 'content-type': 'application/problem+json', 'retry-after': RETRY_SECONDS, 'cache-control': 'no-store' },
  });
}
