import pg from 'pg';

/** The database did not answer, or refused to serve; `cause` says why. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
}

/**
 * Classes of SQLSTATE that say something about the server, not about the statement: connection, credentials, unknown database,
 * resources, operator intervention (restart, cancellation), system error.
 *
 * @see https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const ABOUT_THE_SERVER = new Set(['08', '28', '3D', '53', '57', '58']);

/** Of these, what waiting does not mend: credentials, unknown database. */
const LASTING = new Set(['28', '3D']);

/** Whether an error of `pg` means that the database can't serve now; the fault of a statement does not. */
export function isUnavailable(error: unknown): boolean {
  // A mistake of ours, or a URL that is none.
  if (error instanceof TypeError) return false;
  const state = sqlState(error);
  return state === undefined || ABOUT_THE_SERVER.has(state.slice(0, 2));
}

/** Whether the database may answer if asked again later: it starts, restarts, or has no address yet. */
export function mayComeUp(error: unknown): boolean {
  const cause = error instanceof DatabaseUnavailable ? error.cause : undefined;
  if (cause === undefined) return false;
  const state = sqlState(cause);
  return state === undefined || !LASTING.has(state.slice(0, 2));
}

/** The server's own code; undefined for what never reached it: no address, refused, timed out, cut off. */
function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? (error.code ?? '58000') : undefined;
}
