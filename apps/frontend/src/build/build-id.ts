import { createHash } from 'node:crypto';
import type { Hash } from 'node:crypto';
import { readFile, readdir, realpath } from 'node:fs/promises';
import { join } from 'node:path';

/** Folders of tools and their output. */
const SKIPPED = new Set(['node_modules', 'dist', '.next', 'coverage']);

/** In the app, what Next does not see: its content reaches the image by itself. */
const BESIDE_NEXT = /^src\/(?:build|server|testing)\/|^package\.json$|^Dockerfile$|^next-env\.d\.ts$/;

const UNUSED = /\.test\.tsx?$|\.tsbuildinfo$|\.md$/;

/** The server around Next uses it; pages see this folder of it alone. */
const SERVICE = { name: '@todo/service', seen: 'src/context/' };

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
}

/**
 * Names a build by what Next makes it of: the sources of the app, the workspace libraries behind it, and the versions of
 * its packages. Browsers compare it, to notice that they hold the code of another build.
 *
 * @param root absolute path of the workspace
 * @returns 20 hex digits
 */
export async function buildId(root: string, appFolder: string): Promise<string> {
  const hash = createHash('sha256');
  const folders = new Set([appFolder]);
  // A set visits what is added while it is walked: each library once, after the first that names it.
  for (const folder of folders) {
    const { dependencies = {} } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as Manifest;
    hash.update(JSON.stringify(dependencies));
    const libraries = Object.keys(dependencies).filter((name) => name.startsWith('@todo/') && name !== SERVICE.name);
    for (const name of libraries) folders.add(await realpath(join(root, 'node_modules', name)));
    await addFolder(hash, folder, folder === appFolder ? [UNUSED, BESIDE_NEXT] : [UNUSED]);
    if (SERVICE.name in dependencies)
      await addFolder(hash, await realpath(join(root, 'node_modules', SERVICE.name)), [UNUSED], SERVICE.seen);
  }
  return hash.digest('hex').slice(0, 20);
}

async function addFolder(hash: Hash, folder: string, unused: readonly RegExp[], prefix = ''): Promise<void> {
  const entries = await readdir(join(folder, prefix), { withFileTypes: true });
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = `${prefix}${entry.name}`;
    if (entry.isDirectory() && !SKIPPED.has(entry.name)) await addFolder(hash, folder, unused, `${path}/`);
    if (!entry.isFile() || unused.some((pattern) => pattern.test(path))) continue;
    // With its length in front, no content can pass for another file's name.
    const content = await readFile(join(folder, path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
}
