import { addUser, startTestPostgres, type TestPostgres } from '@todo/testing';
import { openDatabase, type Database } from '../database.ts';
import { migrate } from '../migrate.ts';
import { knownMigrations } from '../migrations.ts';

/** A migrated database of a test file's own, with two pools on it, as two replicas have. */
export interface Scratch {
  readonly postgres: TestPostgres;
  readonly database: Database;
  readonly replica: Database;
  /** Deletes everybody, with all that is theirs, and adds these users. */
  reset(...userIds: string[]): Promise<void>;
  remove(): Promise<void>;
}

/** Starts one; call `remove` when the file ends. */
export async function startScratch(): Promise<Scratch> {
  const postgres = await startTestPostgres();
  await migrate({ databaseUrl: postgres.url, migrations: knownMigrations() });
  const database = openDatabase(postgres.url);
  const replica = openDatabase(postgres.url);
  return {
    postgres,
    database,
    replica,
    async reset(...userIds) {
      await database.query('DELETE FROM "user"');
      await Promise.all(userIds.map((id) => addUser(postgres.url, id)));
    },
    async remove() {
      await Promise.all([database.close(), replica.close()]);
      await postgres.remove();
    },
  };
}
