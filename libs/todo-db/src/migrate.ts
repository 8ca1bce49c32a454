import pg from 'pg';
import type { Migration } from './migrations.ts';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

/** An applied migration differs from the file of the same name. */
class MigrationError extends Error {
  override readonly name = 'MigrationError';
}

const LEDGER = `CREATE TABLE IF NOT EXISTS todo_migrations (
  name text PRIMARY KEY, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`;

/** What a run of the migrations needs. */
export interface MigrateOptions {
  /** A direct URL: a session lock does not survive a pooler in transaction mode. */
  readonly databaseUrl: string;
  readonly migrations: readonly Migration[];
  readonly onApplied?: (name: string) => void;
}

async function applyOne(client: pg.Client, migration: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(migration.sql);
    await client.query('INSERT INTO todo_migrations (name, checksum) VALUES ($1, $2)', [
      migration.name,
      migration.checksum,
    ]);
    await client.query('COMMIT');
  } catch (error) {
    // Fails too when the connection is gone; then the server has rolled back.
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

/**
 * Brings the schema up to date. Safe with any number of replicas at once: one session holds a Postgres advisory lock, the
 * others wait for it and find nothing left to do. Each migration is one transaction.
 *
 * @returns the names that this call applied
 * @throws MigrationError when an applied file was changed since; DatabaseUnavailable
 */
export async function migrate({ databaseUrl, migrations, onApplied }: MigrateOptions): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl, connectionTimeoutMillis: 5000 });
  // A connection that breaks fails the statement under way; without a listener it would end the process as well.
  client.on('error', () => undefined);
  try {
    await client.connect();
    // The role's own limits are for requests.
    await client.query('SET statement_timeout = 0');
    await client.query("SET lock_timeout = '120s'");
    await client.query("SELECT pg_advisory_lock(hashtextextended('todo:migrations', 0))");
    // A migration that waits for a table makes every later statement on that table wait behind it.
    await client.query("SET lock_timeout = '10s'");
    await client.query(LEDGER);
    const { rows } = await client.query<{ name: string; checksum: string }>(
      'SELECT name, checksum FROM todo_migrations',
    );
    const applied = new Map(rows.map(({ name, checksum }) => [name, checksum]));
    const made: string[] = [];
    for (const migration of migrations) {
      const before = applied.get(migration.name);
      if (before === migration.checksum) continue;
      if (before !== undefined) {
        throw new MigrationError(
          `Migration ${migration.name} was changed after it was applied. Put the file back, and write the change as a new one.`,
        );
      }
      await applyOne(client, migration);
      onApplied?.(migration.name);
      made.push(migration.name);
    }
    return made;
  } catch (error) {
    if (error instanceof MigrationError || !isUnavailable(error)) throw error;
    throw new DatabaseUnavailable('the database does not answer', { cause: error });
  } finally {
    // Ends the session, and with it the lock.
    await client.end().catch(() => undefined);
  }
}
