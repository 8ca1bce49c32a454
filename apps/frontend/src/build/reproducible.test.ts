import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, link, mkdir, mkdtemp, readFile, readdir, realpath, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { builtFolder } from '../testing/built-server.ts';

const root = join(import.meta.dirname, '../../../..');
let copy = '';

beforeAll(async () => {
  await mkdir(join(root, 'tmp'), { recursive: true });
  // In the workspace's own file system, so that packages can be linked instead of copied; deeper than the first build.
  copy = join(await mkdtemp(join(root, 'tmp/frontend-')), 'another/place');
  for (const path of ['package.json', 'tsconfig.base.json', 'apps/frontend']) await copySource(path);
  const { libraries, packages } = await dependenciesOf('apps/frontend');
  for (const name of await packagesBehind([...packages, 'esbuild']))
    await linkFolder(join(root, 'node_modules', name), join(copy, 'node_modules', name));
  await mkdir(join(copy, 'node_modules/@todo'));
  for (const name of libraries) {
    await copySource(`libs/${name}`);
    await symlink(`../../libs/${name}`, join(copy, 'node_modules/@todo', name));
  }
}, 60_000);

afterAll(() => rm(join(copy, '../..'), { recursive: true }));

test('two builds of the same sources in two folders give the same bytes', { timeout: 180_000 }, async () => {
  await promisify(execFile)(process.execPath, [join(copy, 'apps/frontend/src/build/build.ts')]);
  const [first, second] = await Promise.all([digests(builtFolder), digests(join(copy, 'dist/apps/frontend'))]);
  const built = `${first.get('app/apps/frontend/.next/BUILD_ID')}`;
  expect(second.get('app/apps/frontend/.next/BUILD_ID'), 'dist is old: run `nx run frontend:build` first').toBe(built);
  expect([...second.keys()]).toEqual([...first.keys()]);
  const different = [...first.keys()].filter((path) => first.get(path) !== second.get(path));
  expect(different).toEqual([]);
});

test('no file of the build names the folder that it was made in', async () => {
  const folder = await realpath(copy);
  const files = (await readdir(join(copy, 'dist'), { recursive: true, withFileTypes: true })).filter((f) => f.isFile());
  const contents = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'utf8')));
  expect(files.filter((_, index) => contents[index]?.includes(folder)).map(({ name }) => name)).toEqual([]);
});

async function copySource(path: string): Promise<void> {
  const made = /(?:^|\/)(?:node_modules|\.next|dist|next-env\.d\.ts)$/;
  const filter = (source: string): boolean => !made.test(relative(root, source));
  await cp(join(root, path), join(copy, path), { recursive: true, filter });
}

/** Libraries of this workspace behind a project, by their folders in `libs`, and the packages that it and they name. */
async function dependenciesOf(project: string): Promise<{ libraries: Set<string>; packages: Set<string> }> {
  const libraries = new Set<string>();
  const packages = new Set<string>();
  const open = new Set([project]);
  for (const folder of open) {
    const { dependencies = {} } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8')) as {
      dependencies?: Record<string, string>;
    };
    for (const name of Object.keys(dependencies)) {
      const [, library] = /^@todo\/(.*)$/.exec(name) ?? [];
      if (library === undefined) packages.add(name);
      else {
        libraries.add(library);
        open.add(`libs/${library}`);
      }
    }
  }
  return { libraries, packages };
}

/** Names of these packages and all that they depend on, as far as installed here: some are for other platforms. */
async function packagesBehind(names: readonly string[]): Promise<Set<string>> {
  const found = new Set<string>();
  const open = new Set(names);
  for (const name of open) {
    const text = await readFile(join(root, 'node_modules', name, 'package.json'), 'utf8').catch(() => undefined);
    if (text === undefined) continue;
    found.add(name);
    const { dependencies, optionalDependencies } = JSON.parse(text) as Record<
      string,
      Record<string, string> | undefined
    >;
    for (const other of Object.keys({ ...dependencies, ...optionalDependencies })) open.add(other);
  }
  return found;
}

async function linkFolder(from: string, to: string): Promise<void> {
  for (const entry of await readdir(from, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const target = join(to, relative(from, join(entry.parentPath, entry.name)));
    await mkdir(dirname(target), { recursive: true });
    await link(join(entry.parentPath, entry.name), target);
  }
}

/** Path → type, executable bit and digest of the content, in order of the paths. */
async function digests(folder: string): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const pairs = entries.map(async (entry): Promise<[string, string]> => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile()) return [relative(folder, path), entry.isDirectory() ? 'folder' : 'other'];
    return [
      relative(folder, path),
      createHash('sha256')
        .update(await readFile(path))
        .digest('hex'),
    ];
  });
  return new Map((await Promise.all(pairs)).sort(([a], [b]) => (a < b ? -1 : 1)));
}
