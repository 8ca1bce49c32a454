import { createHash } from 'node:crypto';

import { APIError, createAuthMiddleware } from 'better-auth/api';

import type { Limits, Rule } from './limits.ts';

/**
 * Attempts to sign in to one account, from all addresses together: who has many addresses must not guess faster. Far more than
 * a person needs, so that it takes effort to keep somebody out; whoever is signed in stays so.
 */
const PER_ACCOUNT: Rule = { max: 30, window: 15 * 60 };

/** Counts the attempts for the address of the account, known or not; the table holds a digest of it. */
export function limitSignIn(limits: Limits): ReturnType<typeof createAuthMiddleware> {
  return createAuthMiddleware(async (context) => {
    if (context.path !== '/sign-in/email') return;
    const { email } = (context.body ?? {}) as { email?: unknown };
    if (typeof email !== 'string') return;
    const digest = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
    const { allowed, retryAfter } = await limits.consume(`account|${digest}`, PER_ACCOUNT);
    if (allowed) return;
    const headers = { 'x-retry-after': String(retryAfter ?? PER_ACCOUNT.window) };
    throw new APIError('TOO_MANY_REQUESTS', { code: 'TOO_MANY', message: 'Too many attempts.' }, headers);
  });
}
