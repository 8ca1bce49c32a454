import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

import { BuildError } from './error.ts';

/**
 * Fails when an `.env*` file lies in the app's folder: Next would read it at build time, bake parts of it into the
 * browser's code and copy all of it into its output, and so into the image.
 *
 * @throws BuildError ENV_FILE
 */
export async function refuseEnvFiles(appFolder: string): Promise<void> {
  const found = (await readdir(appFolder)).find((name) => name.startsWith('.env'));
  if (found === undefined) return;
  throw new BuildError('ENV_FILE', {
    because: `${join(appFolder, found)} would become part of the image, with every secret in it`,
    fix: 'move it to the .env file at the workspace root',
  });
}
