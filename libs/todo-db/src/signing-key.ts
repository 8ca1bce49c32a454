import { randomBytes } from 'node:crypto';
import { eq } from 'drizzle-orm';
import type { Database } from './database.ts';
import { signingKeys } from './schema/requests.ts';

/** The 32 random bytes that all replicas share under a name; whoever asks first makes them. */
export async function signingKey(database: Database, name: string): Promise<Uint8Array> {
  const kept = (): Promise<{ secret: Uint8Array }[]> =>
    database.run((orm) =>
      orm.select({ secret: signingKeys.secret }).from(signingKeys).where(eq(signingKeys.name, name)),
    );
  const [known] = await kept();
  if (known) return known.secret;
  const row = { name, secret: new Uint8Array(randomBytes(32)) };
  await database.run((orm) => orm.insert(signingKeys).values(row).onConflictDoNothing());
  const [made] = await kept();
  if (!made) throw new Error(`the signing key ${name} was deleted while it was made`);
  return made.secret;
}
