import type { Database } from './database.ts';

/** What may go from a table: a condition that an index of it answers. */
const SWEPT = [
  // Takes its events with it. Who lost the connection asks again within minutes.
  { table: 'chat_turns', old: "started_at < now() - interval '1 day'" },
  { table: 'confirmations', old: "expires_at < now() - interval '1 hour'" },
  { table: 'idempotency_keys', old: "created_at < now() - interval '1 day'" },
  { table: 'rate_windows', old: "window_start < now() - interval '1 day'" },
  { table: 'task_events', old: "created_at < now() - interval '30 days'" },
  { table: 'session', old: `"expiresAt" < now() - interval '1 day'` },
  { table: 'verification', old: `"expiresAt" < now() - interval '1 day'` },
] as const;

/** Rows of each table that one call deletes at most, so that it never holds up anybody. */
const BOUND = 1000;

/** A table that is swept. */
export type SweptTable = (typeof SWEPT)[number]['table'];

/**
 * Deletes what nobody needs any more: some of it, when there is much. Any number of replicas may do so at any time.
 *
 * @returns how many rows of each table went
 * @throws DatabaseUnavailable
 */
export async function sweep(database: Database): Promise<Readonly<Record<SweptTable, number>>> {
  const swept: Partial<Record<SweptTable, number>> = {};
  for (const { table, old } of SWEPT) {
    const some = `SELECT ctid FROM ${table} WHERE ${old} LIMIT ${BOUND} FOR UPDATE SKIP LOCKED`;
    // By their places, in an array: with an IN the plan reads the whole table. They are locked, so none can move meanwhile.
    const [result] = await database.query<{ count: number }>(
      `WITH gone AS (DELETE FROM ${table} WHERE ctid = ANY (ARRAY(${some})) RETURNING 1)
        SELECT count(*)::int AS count FROM gone`,
    );
    swept[table] = result?.count ?? 0;
  }
  return swept as Record<SweptTable, number>;
}
