import { cp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { isForBuildOnly, normalise } from './normalise.ts';

/** Place of the app in the workspace, and so in Next's standalone output. */
const APP = 'apps/frontend';

/**
 * Lays out the image's /app: the standalone server without its entry point, the browser's files, nothing volatile.
 *
 * @param appFolder with the finished `.next`
 * @param target does not exist yet
 */
export async function stageApp(appFolder: string, target: string): Promise<void> {
  const built = join(appFolder, '.next');
  await cp(join(built, 'standalone'), target, { recursive: true, verbatimSymlinks: true });
  await cp(join(built, 'static'), join(target, APP, '.next/static'), { recursive: true });
  // main.mjs takes their place; the app's package.json would make every edit of an Nx target a new image.
  await rm(join(target, APP, 'server.js'));
  await rm(join(target, APP, 'package.json'));
  await normaliseFolder(join(target, APP, '.next'));
}

async function normaliseFolder(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    const path = file.slice(folder.length + 1).replaceAll('\\', '/');
    if (isForBuildOnly(path)) await rm(file);
    else await normaliseFile(path, file);
  }
}

async function normaliseFile(path: string, file: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  const normal = normalise(path, text);
  if (normal !== undefined) await writeFile(file, normal);
}
