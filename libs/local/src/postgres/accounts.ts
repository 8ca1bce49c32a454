import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

import { LocalError } from '../error.ts';
import { writeWhole } from '../state/write-whole.ts';
import { clusterFolder, failed } from './cluster.ts';
import type { Surroundings } from './run-program.ts';
import { runProgram } from './run-program.ts';
import { isVerifierOf, scramVerifier } from './verifier.ts';

/** Who may use which database. */
export interface Account {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** What the accounts of a cluster were made from the last time; the password only as its verifier. */
interface Note {
  readonly user: string;
  readonly database: string;
  readonly verifier: string;
}

const SUPERUSER = 'postgres';

/**
 * The server ends what its clients, which wait 2 or 3 s, have given up: as in the image. Of the role: a pooler refuses a
 * client's own settings, or passes them on to the next client.
 */
const LIMITS = ["statement_timeout = '5s'", "idle_in_transaction_session_timeout = '5s'"];

/**
 * Makes role, password and database what is asked for, before the server listens. Does nothing where they are so already,
 * which takes a start of the server to find out: that is noted in the cluster's folder.
 *
 * @throws LocalError POSTGRES_FAILED, DATA_CORRUPTED, DISK_FULL
 */
export async function prepareAccount(data: string, account: Account, surroundings: Surroundings): Promise<void> {
  const path = join(clusterFolder(data), 'nx-kube-account.json');
  if (isNoted(path, account)) return;
  rmSync(path, { force: true });
  const verifier = scramVerifier(account.password, randomBytes(16));
  const listing = await single(data, roleStatements(account.user, verifier), surroundings);
  if (!listing.includes(`datname = "${account.database}"`)) {
    await single(data, databaseStatements(account), surroundings);
  }
  const note: Note = { user: account.user, database: account.database, verifier };
  writeWhole(path, JSON.stringify(note));
}

/** All of them can be run again, as after a kill they are. Names are checked by `requireNames`: no quote is in them. Pure. */
function roleStatements(user: string, verifier: string): string[] {
  const role = `"${user}"`;
  const rights = user === SUPERUSER ? '' : ' NOSUPERUSER';
  return [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') THEN CREATE ROLE ${role}; END IF; END $$`,
    `ALTER ROLE ${role} LOGIN${rights} PASSWORD '${verifier}'`,
    ...LIMITS.map((limit) => `ALTER ROLE ${role} SET ${limit}`),
    'SELECT datname FROM pg_database',
  ];
}

/** Nobody but its owner gets into the database. Pure. */
function databaseStatements({ database, user }: Account): string[] {
  return [`CREATE DATABASE "${database}" OWNER "${user}"`, `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`];
}

/** The rule of the image, so that what works here works there. */
export function requireNames({ user, database }: Account): void {
  for (const [what, name] of [
    ['role', user],
    ['database', database],
  ]) {
    if (/^[a-z_][a-z0-9_-]{0,62}$/.test(name ?? '')) continue;
    const because = `"${name}" is no name for a ${what}`;
    const fix = 'use lower case letters, digits, _ and -, beginning with a letter';
    throw new LocalError('POSTGRES_FAILED', { doing: 'set up the accounts of the database', because, fix });
  }
}

/** Single-user mode: one backend on standard input, a statement a line, no socket. */
async function single(data: string, statements: readonly string[], surroundings: Surroundings): Promise<string> {
  // A statement that fails must not be logged, nor passed over.
  const settings = ['exit_on_error=on', 'log_min_error_statement=panic', 'log_checkpoints=off', 'log_line_prefix='];
  const args = ['--single', '-D', clusterFolder(data), ...settings.flatMap((one) => ['-c', one]), SUPERUSER];
  const ended = await runProgram('postgres', args, surroundings, `${statements.join('\n')}\n`);
  if (ended.code === 0) return ended.stdout;
  throw failed('set up the accounts of the database', data, ended);
}

function isNoted(path: string, { user, password, database }: Account): boolean {
  try {
    const note = JSON.parse(readFileSync(path, 'utf8')) as Note;
    return note.user === user && note.database === database && isVerifierOf(note.verifier, password);
  } catch {
    return false;
  }
}
