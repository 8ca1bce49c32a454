import { AsyncLocalStorage } from 'node:async_hooks';

import pg from 'pg';

/** The database of the accounts did not answer; asking again later makes sense. */
export class AccountsUnavailable extends Error {
  override readonly name = 'AccountsUnavailable';

  constructor(cause: unknown) {
    super('the database of the accounts does not answer', { cause });
  }
}

/** Classes of SQLSTATE that say something about the server, not about the statement. */
const ABOUT_THE_SERVER = new Set(['08', '28', '3D', '53', '57', '58']);

const work = new AsyncLocalStorage<{ outage?: unknown }>();

/**
 * Runs work that asks the database, and fails when a part of it failed for want of the database. better-auth takes some
 * failures of a query for "nobody is signed in": who asks while the database restarts would have to sign in again.
 *
 * @throws AccountsUnavailable
 */
export async function failOnOutage<T>(run: () => Promise<T>): Promise<T> {
  const noted: { outage?: unknown } = {};
  const settled = await work.run(noted, run).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (noted.outage !== undefined) throw new AccountsUnavailable(noted.outage);
  if ('error' in settled) throw settled.error;
  return settled.value;
}

/** Notes an error of a query or a connection that is the database's own. */
export function noteOutage(error: unknown): boolean {
  const state = error instanceof pg.DatabaseError ? (error.code ?? '58000') : undefined;
  if (error instanceof TypeError || (state !== undefined && !ABOUT_THE_SERVER.has(state.slice(0, 2)))) return false;
  const noted = work.getStore();
  if (noted) noted.outage ??= error;
  return true;
}
