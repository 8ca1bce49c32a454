import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import { built, driven } from './driven.ts';
import type { Migration } from './migrations.ts';
import { createTransactions } from './transactions.ts';

/** A statement that is parsed and planned once on each connection. */
export interface PreparedStatement {
  /** One text per name; undefined for a statement that is not worth keeping. */
  readonly name: string | undefined;
  readonly text: string;
  readonly values: readonly unknown[];
}

/** A row as the server prints it, in the order of the columns. */
export type PrintedRow = readonly (string | null)[];

/** What the services ask of the database. Every method throws DatabaseUnavailable; a statement's own error comes as `pg` gives it. */
export interface Database {
  /** One statement with its values, on any connection. */
  query<R extends object>(sql: string, values?: readonly unknown[]): Promise<readonly R[]>;
  /** One statement whose rows come as printed, for the lists that are asked for most. */
  printed(statement: PreparedStatement): Promise<readonly PrintedRow[]>;
  /** Statements built with drizzle, each on any connection. */
  run<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T>;
  /**
   * Statements that take effect together, or not at all when `work` throws: all that `work` asks of this database until it
   * ends, directly or through a store. A transaction within it is a part of it.
   */
  transaction<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T>;
  /** One round trip, in milliseconds. */
  ping(): Promise<number>;
  /** Whether every given migration is applied; newer ones may be there too, as the previous release runs on a newer schema. */
  schemaIsCurrent(migrations: readonly Migration[]): Promise<boolean>;
  /** Connections of the pool, and how many statements wait for one. */
  usage(): { readonly total: number; readonly idle: number; readonly waiting: number };
  close(): Promise<void>;
}

const asPrinted = { getTypeParser: () => (value: string) => value } as unknown as pg.CustomTypesConfig;

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
  const orm = drizzle({ client: pool });
  const transactions = createTransactions(pool);
  const query = async <R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
    const client = transactions.current()?.client ?? pool;
    return (await driven(client.query<R & pg.QueryResultRow>(sql, [...values]))).rows;
  };
  return {
    query,
    async printed({ name, text, values }) {
      const client = transactions.current()?.client ?? pool;
      const config = { ...(name !== undefined && { name }), text, values: [...values], types: asPrinted };
      return (await driven(client.query<(string | null)[]>({ ...config, rowMode: 'array' }))).rows;
    },
    run: (work) => built(work(transactions.current()?.orm ?? orm)),
    transaction: (work) => transactions.begin(work),
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
    usage: () => ({ total: pool.totalCount, idle: pool.idleCount, waiting: pool.waitingCount }),
    close: () => pool.end(),
  };
}
