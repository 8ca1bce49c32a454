import { DrizzleQueryError } from 'drizzle-orm/errors';
import { DatabaseUnavailable, isUnavailable } from './unavailable.ts';

/**
 * What `pg` was asked for: tells an outage from a statement's mistake.
 *
 * @throws DatabaseUnavailable, or the error of `pg`
 */
export async function driven<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    if (!isUnavailable(cause)) throw cause;
    throw new DatabaseUnavailable('the database does not answer', { cause });
  }
}

/** The same for what drizzle was asked for, whose own error repeats the values, which are nobody's business in a log. */
export async function built<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof DrizzleQueryError)) throw error;
    return driven(Promise.reject(error.cause ?? error));
  }
}
