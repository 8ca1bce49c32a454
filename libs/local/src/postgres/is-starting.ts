import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Line of the server's own file on which it writes how far it is, counted from 0. */
const STATUS_LINE = 7;

/**
 * Whether a server says of itself that it is starting: it writes a fatal error into its log for everybody who asks meanwhile.
 *
 * @param data its data folder
 * @see https://www.postgresql.org/docs/current/storage-file-layout.html postmaster.pid; pg_ctl waits by the same line
 */
export async function isStarting(data: string): Promise<boolean> {
  const text = await readFile(join(data, 'postmaster.pid'), 'utf8').catch(() => '');
  return text.split('\n')[STATUS_LINE]?.trim() === 'starting';
}
