import { setTimeout as sleep } from 'node:timers/promises';
import type { Database } from './database.ts';
import type { Migration } from './migrations.ts';

/**
 * Waits until the schema is current; a database that is not there yet is waited for too.
 *
 * @param onWait is told why, whenever the reason changes
 */
export async function waitForSchema(
  database: Database,
  migrations: readonly Migration[],
  options: {
    readonly pollMilliseconds?: number;
    readonly signal?: AbortSignal;
    readonly onWait?: (why: string) => void;
  } = {},
): Promise<void> {
  let told = '';
  for (;;) {
    const why = await database
      .schemaIsCurrent(migrations)
      .then((current) => (current ? undefined : 'the schema is not current'), reasonOf);
    if (why === undefined || options.signal?.aborted) return;
    if (why !== told) options.onWait?.(why);
    told = why;
    await sleep(options.pollMilliseconds ?? 250);
  }
}

/** For the log: what the driver said, which names user, host or database, and no password. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'the database does not answer';
  const { message, cause } = error;
  return cause instanceof Error && cause.message !== '' ? `${message}: ${cause.message}` : message;
}
