import pg from 'pg';

import { createAccounts, type Accounts } from './create-accounts.ts';

/** How many connections a replica may take for accounts; a request waits for one 2 s at most. */
const CONNECTIONS = 5;

let made: Accounts | undefined;

/**
 * The accounts of this process, made when they are first asked for: `next build` loads every module, without an environment. The
 * environment was checked at start, by src/server/settings.ts.
 */
export function accounts(): Accounts {
  made ??= fromEnvironment(process.env);
  return made;
}

function fromEnvironment(environment: Readonly<Record<string, string | undefined>>): Accounts {
  const { DATABASE_URL, BETTER_AUTH_SECRET, BETTER_AUTH_URL, TRUSTED_ORIGINS = '' } = environment;
  if (!DATABASE_URL || !BETTER_AUTH_SECRET || !BETTER_AUTH_URL)
    throw new Error('DATABASE_URL, BETTER_AUTH_SECRET and BETTER_AUTH_URL must be set');
  const pool = new pg.Pool({
    connectionString: DATABASE_URL,
    max: CONNECTIONS,
    connectionTimeoutMillis: 2000,
    query_timeout: 3000,
    idleTimeoutMillis: 30_000,
  });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => undefined);
  const trustedOrigins = TRUSTED_ORIGINS.split(',').filter((origin) => origin !== '');
  return createAccounts({ pool, secret: BETTER_AUTH_SECRET, publicUrl: BETTER_AUTH_URL, trustedOrigins });
}
