import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { check } from '../support/run.ts';

const PACKAGES = ['schemathesis==4.32.5', 'openapi-spec-validator==0.9.0'];

/**
 * Installs the referees from PyPI into the user's cache, at first use.
 *
 * @returns the folder of their programs
 */
export async function pythonTools(): Promise<string> {
  const cache = process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache');
  const folder = join(cache, 'todo-e2e', PACKAGES.join('+').replaceAll('==', '-'));
  const complete = join(folder, '.complete');
  if (!existsSync(complete)) {
    // An installation that was cut off is begun again: a virtual environment can't be moved into place.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    await check('python3', ['-m', 'venv', folder]);
    await check(join(folder, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...PACKAGES]);
    writeFileSync(complete, '');
  }
  return join(folder, 'bin');
}
