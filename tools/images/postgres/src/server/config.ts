import { readFileSync } from 'node:fs';

/** What the container is to serve. */
export interface Config {
  /** Folder of the database cluster, below the root of the volume; made with mode 0700. */
  readonly data: string;
  /** Role that the applications use; owns `database`, is no superuser. */
  readonly user: string;
  readonly database: string;
  readonly password: string;
  readonly port: number;
}

/** A reason not to start, for the person who set the container up. */
export class StartError extends Error {
  readonly fix: string;

  constructor(because: string, fix: string) {
    super(because);
    this.name = 'StartError';
    this.fix = fix;
  }
}

/**
 * Reads the configuration.
 *
 * @param env PGDATA, POSTGRES_PASSWORD_FILE (both needed), POSTGRES_USER, POSTGRES_DB, PGPORT
 * @throws StartError naming the variable that is wrong
 */
export function readConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const { PGDATA: data = '', POSTGRES_USER: user = 'todo', PGPORT: port = '5432' } = env;
  const { POSTGRES_DB: database = user, POSTGRES_PASSWORD_FILE: file = '' } = env;
  if (!data.startsWith('/')) throw new StartError('PGDATA is not an absolute path', 'set it to a folder in the volume');
  requireName('POSTGRES_USER', user);
  requireName('POSTGRES_DB', database);
  if (user === 'postgres') throw new StartError('POSTGRES_USER is the superuser', 'choose another name');
  if (!/^\d{1,5}$/.test(port)) throw new StartError(`PGPORT is "${port}"`, 'set it to a port number');
  return { data, user, database, password: readPassword(file), port: Number(port) };
}

function requireName(variable: string, value: string): void {
  if (/^[a-z_][a-z0-9_-]{0,62}$/.test(value)) return;
  throw new StartError(`${variable} is "${value}"`, 'use lower case letters, digits, _ and -, beginning with a letter');
}

/** One line break at the end is the editor's, everything else the password's. */
function readPassword(file: string): string {
  const fix = 'mount the Secret key that holds the password, and let POSTGRES_PASSWORD_FILE name the file';
  if (file === '') throw new StartError('POSTGRES_PASSWORD_FILE is not set', fix);
  const password = readText(file, fix).replace(/\r?\n$/, '');
  if (password === '') throw new StartError(`${file} is empty`, 'put a password into the Secret');
  if (/[\0\r\n]/.test(password)) throw new StartError(`${file} has several lines`, 'put one line into the Secret');
  return password;
}

function readText(file: string, fix: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} can't be read (${(error as NodeJS.ErrnoException).code})`, fix);
  }
}
