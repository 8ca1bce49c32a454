import pg from 'pg';
import { freshUserId } from './issuer.ts';

/** Puts an account into a migrated database, as a row that nobody can sign in with; gives its id. */
export async function addUser(databaseUrl: string, id: string = freshUserId()): Promise<string> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(
      `INSERT INTO "user" (id, name, email, "emailVerified", "createdAt", "updatedAt")
       VALUES ($1, 'Somebody', $1 || '@example.test', false, now(), now())`,
      [id],
    );
  } finally {
    await client.end();
  }
  return id;
}
