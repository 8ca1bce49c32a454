import { withCheckedBody } from './checked-body.ts';
import type { Accounts } from './create-accounts.ts';
import { AccountsUnavailable } from './outage.ts';
import { problem } from './problem.ts';

/** Seconds after which it makes sense to ask again when the database is away. */
const RETRY_SECONDS = 5;

/** What this application uses of better-auth; what it offers besides is nobody's. */
const PATHS = new Set([
  'GET /get-session',
  'GET /jwks',
  'GET /list-sessions',
  'GET /token',
  'POST /change-password',
  'POST /revoke-other-sessions',
  'POST /revoke-session',
  'POST /sign-in/email',
  'POST /sign-out',
  'POST /sign-up/email',
]);

/**
 * Answers one request below `/api/auth`. A database that does not answer is 503 with `Retry-After`, on whatever path; no answer
 * is kept by a cache.
 */
export async function answer(accounts: Accounts, request: Request): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/^\/api\/auth/, '');
  if (!PATHS.has(`${request.method} ${path}`)) return problem({ status: 404, title: 'Not found' });
  try {
    const checked = request.method === 'POST' ? await withCheckedBody(request) : request;
    return checked instanceof Response ? checked : told(await accounts.handle(checked));
  } catch (error) {
    if (!(error instanceof AccountsUnavailable)) throw error;
    const detail = 'The accounts can not be reached.';
    return problem({ status: 503, title: 'Service unavailable', detail, retryAfter: String(RETRY_SECONDS) });
  }
}

/** better-auth's own answer, with what every answer of ours has. */
function told(response: Response): Response {
  if (response.status === 429) {
    return problem({ status: 429, title: 'Too many requests', retryAfter: response.headers.get('x-retry-after') });
  }
  if (response.status >= 500) return problem({ status: 500, title: 'Internal server error' });
  response.headers.set('cache-control', 'no-store');
  return response;
}
