import pg from 'pg';

const FOREIGN_KEY_VIOLATION = '23503';

/** Whether a statement failed because it names a user who does not exist: a token may outlive the account. */
export function refersToNobody(error: unknown): boolean {
  return (
    error instanceof pg.DatabaseError &&
    error.code === FOREIGN_KEY_VIOLATION &&
    error.constraint?.endsWith('_user_id_fkey') === true
  );
}
