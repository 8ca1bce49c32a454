import { DrizzleQueryError } from 'drizzle-orm/errors';
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { Migration } from './migrations.ts';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

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
  /** Statements on one connection that take effect together, or not at all when `work` throws. */
  transaction<T>(work: (orm: NodePgDatabase) => Promise<T>): Promise<T>;
  /** One round trip, in milliseconds. */
  ping(): Promise<number>;
  /** Whether every given migration is applied; newer ones may be there too, as the previous release runs on a newer schema. */
  schemaIsCurrent(migrations: readonly Migration[]): Promise<boolean>;
  close(): Promise<void>;
}

/** The server ends by itself what we no longer wait for, and gives up its locks; a pooler lets no session setting through. */
const BEGIN = "BEGIN; SET LOCAL statement_timeout = '2s'; SET LOCAL idle_in_transaction_session_timeout = '5s'";

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
  pool.on('error', ignore);
  const orm = drizzle({ client: pool });
  const query = async <R extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly R[]> => {
    const { rows } = await driven(pool.query<R & pg.QueryResultRow>(sql, [...values]));
    return rows;
  };
  return {
    query,
    async printed({ name, text, values }) {
      const config = { ...(name !== undefined && { name }), text, values: [...values], types: asPrinted };
      const { rows } = await driven(pool.query<(string | null)[]>({ ...config, rowMode: 'array' }));
      return rows;
    },
    run: (work) => built(work(orm)),
    transaction: (work) => inTransaction(pool, work),
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

async function inTransaction<T>(pool: pg.Pool, work: (orm: NodePgDatabase) => Promise<T>): Promise<T> {
  const client = await driven(pool.connect());
  // A connection that breaks between two statements would end the process; the next statement says it too.
  client.on('error', ignore);
  let broken = true;
  try {
    await driven(client.query(BEGIN));
    const result = await built(work(drizzle({ client })));
    await driven(client.query('COMMIT'));
    broken = false;
    return result;
  } catch (error) {
    // A connection that can't even roll back must not go back to the pool.
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    );
    throw error;
  } finally {
    client.off('error', ignore);
    client.release(broken);
  }
}

function ignore(): void {}

/** What `pg` was asked for: tells an outage from a statement's mistake. */
async function driven<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    if (!isUnavailable(cause)) throw cause;
    throw new DatabaseUnavailable('the database does not answer', { cause });
  }
}

/** The same for what drizzle was asked for, whose own error repeats the values, which are nobody's business in a log. */
async function built<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DrizzleQueryError)) throw error;
    return driven(Promise.reject(error.cause ?? error));
  }
}
