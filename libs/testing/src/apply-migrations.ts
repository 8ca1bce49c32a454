import { readdirSync, readFileSync } from 'node:fs';
import pg from 'pg';

const folder = new URL('../../todo-db/migrations/', import.meta.url);

/** Runs the committed migrations in order, as they are: for tests that are about something else. */
export async function applyMigrations(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
    for (const file of files.toSorted()) await client.query(readFileSync(new URL(file, folder), 'utf8'));
  } finally {
    await client.end();
  }
}
