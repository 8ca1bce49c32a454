import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';

import { listEntries } from './entries.ts';
import { ImageError } from './error.ts';

/** Folders of an app that are made by tools; what of them goes into the image is checked after staging. */
const MADE = new Set(['node_modules', 'dist', '.next', '.nx', '.git', 'coverage']);

/**
 * Refuses `.env*` in an app's folder: Next copies such files into its output, and so into the image.
 *
 * @param folder absolute path of the project
 * @throws ImageError ENV_FILE
 */
export async function refuseEnvFiles(folder: string): Promise<void> {
  const found = await findEnvFiles(folder, '');
  if (found !== undefined) throw envFile(`bundle ${folder}`, found, folder);
}

/** The same for what was staged, all of it: there nothing may be skipped. */
export async function refuseStagedEnvFiles(directory: string, project: string): Promise<void> {
  const found = (await listEntries(directory)).find(({ path }) => isEnvFile(basename(path)));
  if (found !== undefined) throw envFile(`bundle ${project}`, found.path, directory);
}

function envFile(doing: string, path: string, directory: string): ImageError {
  return new ImageError('ENV_FILE', {
    doing,
    because: `${path} in ${directory} would become part of the image, with every secret in it`,
    fix: 'move it to the .env file at the workspace root, which is read at deploy time and never staged',
  });
}

function isEnvFile(name: string): boolean {
  return name.startsWith('.env');
}

async function findEnvFiles(folder: string, prefix: string): Promise<string | undefined> {
  for (const entry of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const path = prefix === '' ? entry.name : `${prefix}/${entry.name}`;
    if (isEnvFile(entry.name)) return path;
    if (!entry.isDirectory() || MADE.has(entry.name)) continue;
    const found = await findEnvFiles(folder, path);
    if (found !== undefined) return found;
  }
  return undefined;
}
