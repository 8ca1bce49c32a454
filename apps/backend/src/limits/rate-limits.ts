import type { Identity } from '@todo/auth';
import { ApiProblem } from '../http/api-problem.ts';
import type { RateClass } from '../http/route.ts';
import type { Limiter } from '@todo/service';

/** How many requests of each class one person may make in a minute. */
export type RateLimits = Readonly<Record<RateClass, number>>;

const WINDOW_SECONDS = 60;

/** A twentieth at once: a busy reader costs one write in twenty requests or better, and little is lost with a replica. */
const BLOCKS_PER_WINDOW = 20;

/**
 * Counts one request of a person.
 *
 * @throws ApiProblem 429
 */
export async function countRequest(
  limiter: Limiter,
  limits: RateLimits,
  rate: RateClass,
  { userId }: Identity,
): Promise<void> {
  const limit = limits[rate];
  const block = Math.max(1, Math.floor(limit / BLOCKS_PER_WINDOW));
  const verdict = await limiter.take(`${rate}:${userId}`, { limit, windowSeconds: WINDOW_SECONDS, block });
  if (verdict.allowed) return;
  throw new ApiProblem(429, 'TOO_MANY_REQUESTS', {
    title: 'Too many requests',
    detail: `There are at most ${limit} of these requests in a minute.`,
    headers: { 'retry-after': String(verdict.retryAfterSeconds) },
  });
}
