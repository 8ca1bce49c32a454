import * as z from 'zod';
import type { RateLimits } from './rate-limits.ts';

const perMinute = (fallback: number, what: string): z.ZodDefault<z.ZodCoercedNumber> =>
  z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000_000_000)
    .default(fallback)
    .describe(`${what} that one person may send in a minute, over all replicas.`);

/** The variables that say how much one person may ask for. */
export const limitVariables = {
  RATE_READS_PER_MINUTE: perMinute(1200, 'Requests that read'),
  RATE_WRITES_PER_MINUTE: perMinute(300, 'Requests that change something'),
  RATE_CHATS_PER_MINUTE: perMinute(60, 'Messages to the assistant'),
};

/** The limits that the environment says. */
export function limitsFrom(environment: {
  readonly [name in keyof typeof limitVariables]: number;
}): RateLimits {
  return {
    read: environment.RATE_READS_PER_MINUTE,
    write: environment.RATE_WRITES_PER_MINUTE,
    chat: environment.RATE_CHATS_PER_MINUTE,
  };
}
