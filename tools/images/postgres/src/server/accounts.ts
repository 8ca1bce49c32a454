import { randomBytes } from 'node:crypto';

import { runProgram } from './child.ts';
import type { Config } from './config.ts';
import { StartError } from './config.ts';
import { scramVerifier } from './verifier.ts';

/**
 * Makes role, password and database what the configuration says, before the server listens: there is no moment with an
 * old password. Run again it changes only the password's salt.
 *
 * @throws StartError if the server refuses a statement
 */
export async function prepareAccounts(config: Config): Promise<void> {
  const verifier = scramVerifier(config.password, randomBytes(16));
  const listing = await single(config, roleStatements(config.user, verifier));
  if (!listing.includes(`datname = "${config.database}"`)) await single(config, databaseStatements(config));
}

/**
 * The server ends what its clients, which wait 2 or 3 s, have given up. Of the role: a pooler refuses a client's own
 * settings, or passes them on to the next client.
 */
const LIMITS = ["statement_timeout = '5s'", "idle_in_transaction_session_timeout = '5s'"];

/** Names are checked by `readConfig`: no quote can be in them. Pure. */
export function roleStatements(user: string, verifier: string): string[] {
  return [
    `DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${user}') THEN CREATE ROLE "${user}"; END IF; END $$`,
    `ALTER ROLE "${user}" LOGIN NOSUPERUSER PASSWORD '${verifier}'`,
    ...LIMITS.map((limit) => `ALTER ROLE "${user}" SET ${limit}`),
    'SELECT datname FROM pg_database',
  ];
}

/** Nobody but its owner gets into the database. Pure. */
export function databaseStatements({ database, user }: Config): string[] {
  return [`CREATE DATABASE "${database}" OWNER "${user}"`, `REVOKE ALL ON DATABASE "${database}" FROM PUBLIC`];
}

/** Single-user mode: one backend on standard input, a statement a line, no socket. */
async function single({ data }: Config, statements: readonly string[]): Promise<string> {
  // A statement that fails must not be logged, nor passed over.
  const settings = ['exit_on_error=on', 'log_min_error_statement=panic', 'log_checkpoints=off', 'log_line_prefix='];
  const args = ['--single', '-D', data, ...settings.flatMap((setting) => ['-c', setting]), 'postgres'];
  const { code, stdout } = await runProgram('postgres', args, { input: `${statements.join('\n')}\n` });
  if (code === 0) return stdout;
  throw new StartError(`the server refused to set up its accounts (${code})`, 'see the lines above');
}
