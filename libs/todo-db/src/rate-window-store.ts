import { sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { rateWindows } from './schema/requests.ts';

/** How much is allowed in how long. */
export interface RateLimit {
  readonly limit: number;
  readonly windowSeconds: number;
}

/** Where it is counted what was used up of a limit, for all replicas together. */
export interface RateWindowStore {
  /**
   * Takes up to `amount` of what the present window of a key has left. A replica may take a block and hand it out from memory.
   *
   * @returns how much was granted, and in how many seconds the next window begins
   */
  take(
    key: string,
    amount: number,
    limit: RateLimit,
  ): Promise<{ readonly granted: number; readonly resetSeconds: number }>;
}

/** Rate windows in Postgres, by the clock of the database. */
export function rateWindowStore(database: Database): RateWindowStore {
  return {
    async take(key, amount, { limit, windowSeconds }) {
      // A statement that waited for another's may come with an older window than the row has: it counts in the newer one.
      const statement = sql`WITH present AS (
          SELECT to_timestamp(floor(extract(epoch FROM now()) / ${windowSeconds}::int) * ${windowSeconds}::int) AS began)
        INSERT INTO ${rateWindows} AS kept (key, window_start, used, last_granted)
        SELECT ${key}, began, least(${amount}::int, ${limit}::int), least(${amount}::int, ${limit}::int) FROM present
        ON CONFLICT (key) DO UPDATE SET
          window_start = greatest(kept.window_start, excluded.window_start),
          used = CASE WHEN kept.window_start >= excluded.window_start
            THEN greatest(kept.used, least(kept.used + ${amount}::int, ${limit}::int)) ELSE excluded.used END,
          last_granted = CASE WHEN kept.window_start >= excluded.window_start
            THEN greatest(0, least(${amount}::int, ${limit}::int - kept.used)) ELSE excluded.last_granted END
        RETURNING last_granted AS granted,
          ceil(extract(epoch FROM window_start - now()) + ${windowSeconds}::int)::int AS reset_seconds`;
      const { rows } = await database.run((orm) => orm.execute<{ granted: number; reset_seconds: number }>(statement));
      const { granted = 0, reset_seconds: resetSeconds = windowSeconds } = rows[0] ?? {};
      return { granted, resetSeconds };
    },
  };
}
