import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Fails when an `.env*` file lies in the app's folder: Next would read it at build time, bake parts of it into the
 * browser's code and copy all of it into its output, and so into the image.
 *
 * @throws Error that names the file and the fix
 */
export async function refuseEnvFiles(appFolder: string): Promise<void> {
  const found = (await readdir(appFolder)).find((name) => name.startsWith('.env'));
  if (found === undefined) return;
  const because = `${join(appFolder, found)} would become part of the image, with every secret in it`;
  throw new Error(`build frontend: ${because}; move it to the .env file at the workspace root`);
}
