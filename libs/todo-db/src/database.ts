import pg from 'pg';
import type { Migration } from './migrations.ts';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

/** What the services ask of the database. */
export interface Database {
  /**
   * One statement with its values, on any connection.
   *
   * @throws DatabaseUnavailable; an error of the statement itself is thrown as `pg` gives it
   */
  query<R extends object>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /**
   * One round trip.
   *
   * @returns milliseconds
   * @throws DatabaseUnavailable
   */
  ping(): Promise<number>;
  /** Whether every given migration is applied; newer ones may be there too, as the previous release runs on a newer schema. */
  schemaIsCurrent(migrations: readonly Migration[]): Promise<boolean>;
  close(): Promise<void>;
}

/** A pool of connections with time-outs: a request waits for the database 2 s at most. */
export function openDatabase(databaseUrl: string, options: { readonly maxConnections?: number } = {}): Database {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: options.maxConnections ?? 10,
    connectionTimeoutMillis: 2000,
    query_timeout: 2000,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const query = async <R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
    try {
      return (await pool.query<R & pg.QueryResultRow>(sql, [...values])).rows;
    } catch (cause) {
      if (!isUnavailable(cause)) throw cause;
      throw new DatabaseUnavailable('the database does not answer', { cause });
    }
  };
  return {
    query,
    async ping() {
      const began = performance.now();
      await query('SELECT 1');
      return Math.round((performance.now() - began) * 10) / 10;
    },
    async schemaIsCurrent(migrations) {
      const [ledger] = await query<{ there: boolean }>("SELECT to_regclass('todo_migrations') IS NOT NULL AS there");
      if (!ledger?.there) return false;
      const names = new Set(
        (await query<{ name: string }>('SELECT name FROM todo_migrations')).map(({ name }) => name),
      );
      return migrations.every(({ name }) => names.has(name));
    },
    close: () => pool.end(),
  };
}
