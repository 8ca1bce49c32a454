import type pg from 'pg';

import { noteOutage } from './outage.ts';

/** How often something may happen. */
export interface Rule {
  readonly max: number;
  /** Seconds. */
  readonly window: number;
}

/** Whether it may happen now, and else in how many seconds. */
export interface Verdict {
  readonly allowed: boolean;
  readonly retryAfter: number | null;
}

/** Counts for all replicas together, by the clock of the database. */
export interface Limits {
  consume(key: string, rule: Rule): Promise<Verdict>;
}

/**
 * One statement counts and decides, so that of any number of requests at once no more than `max` pass. A window begins with its
 * first request and ends by itself: better-auth's own storage prolongs it with each request that passes, and so blocks in the
 * end whoever comes steadily.
 */
const COUNT = `
  WITH present AS (SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now)
  INSERT INTO "rateLimit" AS kept (id, key, count, "lastRequest")
  SELECT gen_random_uuid()::text, $1, 1, now FROM present
  ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN kept."lastRequest" + $2::bigint <= excluded."lastRequest" THEN 1
      ELSE least(kept.count, $3::int) + 1 END,
    "lastRequest" = CASE WHEN kept."lastRequest" + $2::bigint <= excluded."lastRequest" THEN excluded."lastRequest"
      ELSE kept."lastRequest" END
  RETURNING count, ("lastRequest" + $2::bigint - (SELECT now FROM present))::int AS rest`;

/** No window is longer than this; what is older counts for nobody. */
const FORGET = `
  DELETE FROM "rateLimit" WHERE id IN (
    SELECT id FROM "rateLimit" WHERE "lastRequest" < (extract(epoch FROM now()) * 1000)::bigint - 3600000
    LIMIT 500 FOR UPDATE SKIP LOCKED)`;

/** One request in so many takes old rows away, on average. */
const FORGET_EVERY = 200;

/** Limits in the table that better-auth keeps them in. */
export function databaseLimits(pool: pg.Pool, chance: () => number = Math.random): Limits {
  return {
    async consume(key, { max, window }) {
      if (chance() * FORGET_EVERY < 1) void pool.query(FORGET).catch(() => undefined);
      const { rows } = await pool
        .query<{ count: number; rest: number }>(COUNT, [key, window * 1000, max])
        .catch((error: unknown) => {
          noteOutage(error);
          throw error;
        });
      const { count = 1, rest = 0 } = rows[0] ?? {};
      if (count <= max) return { allowed: true, retryAfter: null };
      return { allowed: false, retryAfter: Math.max(1, Math.ceil(rest / 1000)) };
    },
  };
}
