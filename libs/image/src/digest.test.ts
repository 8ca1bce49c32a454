import { chmod, rename, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';

import * as fc from 'fast-check';
import { expect, test } from 'vitest';

import { contextDigest } from './digest.ts';
import type { Tree } from './testing/tree.ts';
import { temporaryFolder, writeTree } from './testing/tree.ts';

const LINUX = { platform: 'linux/amd64' };
const APP: Tree = {
  Dockerfile: 'FROM scratch\n',
  'app/main.mjs': 'console.log(1)\n',
  'app/run': { program: '#!/bin/sh\n' },
  'lib/libx.so': { link: 'libx.so.1' },
  'lib/libx.so.1': 'x',
};

async function digestOf(tree: Tree): Promise<string> {
  return contextDigest(await writeTree(await temporaryFolder(), tree), LINUX);
}

test('two folders with the same content have the same digest', async () => {
  expect(await digestOf(APP)).toBe(await digestOf(APP));
});

test('the digest is sha256 and 64 hex digits', async () => {
  expect(await digestOf(APP)).toMatch(/^sha256:[0-9a-f]{64}$/);
});

const names = fc.uniqueArray(fc.stringMatching(/^[a-zA-Z0-9_.ä-]{1,8}$/), { minLength: 1, maxLength: 6 });
const files = names
  .filter((all) => !all.some((name) => name === '.' || name === '..'))
  .filter((all) => new Set(all.map((name) => name.normalize().toLowerCase())).size === all.length)
  .map((all) => Object.fromEntries(all.map((name, index) => [index % 2 === 0 ? name : `folder/${name}`, name])));

test('the order in which files were written does not matter', async () => {
  await fc.assert(
    fc.asyncProperty(files, async (tree) => {
      const reversed = Object.fromEntries(Object.entries(tree).toReversed());
      expect(await digestOf(reversed)).toBe(await digestOf(tree));
    }),
    { numRuns: 30 },
  );
});

test('trees that differ have digests that differ', async () => {
  await fc.assert(
    fc.asyncProperty(files, files, async (one, other) => {
      fc.pre(!isDeepStrictEqual(one, other)); // which ignores the order of keys
      expect(await digestOf(one)).not.toBe(await digestOf(other));
    }),
    { numRuns: 30 },
  );
});

test.each<{ what: string; change: (folder: string) => Promise<unknown> }>([
  { what: 'a byte', change: (folder) => writeFile(join(folder, 'app/main.mjs'), 'console.log(2)\n') },
  { what: 'a name', change: (folder) => rename(join(folder, 'app/main.mjs'), join(folder, 'app/Main.mjs')) },
  { what: 'a folder', change: (folder) => rename(join(folder, 'app'), join(folder, 'app2')) },
  { what: 'an execute bit', change: (folder) => chmod(join(folder, 'app/main.mjs'), 0o755) },
  { what: 'the Dockerfile', change: (folder) => writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n#\n') },
  { what: 'an additional empty file', change: (folder) => writeFile(join(folder, 'empty'), '') },
])('$what that changes changes the digest', async ({ change }) => {
  const folder = await writeTree(await temporaryFolder(), APP);
  const before = await contextDigest(folder, LINUX);
  await change(folder);
  expect(await contextDigest(folder, LINUX)).not.toBe(before);
});

test('a link that points elsewhere changes the digest, what it points to does not count twice', async () => {
  const other = await digestOf({ ...APP, 'lib/libx.so': { link: 'libx.so.2' } });
  expect(other).not.toBe(await digestOf(APP));
});

test('a file and a link with its content as target differ', async () => {
  expect(await digestOf({ a: 'b' })).not.toBe(await digestOf({ a: { link: 'b' } }));
});

test('times and the rights of group and others do not matter', async () => {
  const folder = await writeTree(await temporaryFolder(), APP);
  const before = await contextDigest(folder, LINUX);
  await utimes(join(folder, 'app/main.mjs'), new Date(0), new Date(0));
  await chmod(join(folder, 'app/main.mjs'), 0o600);
  expect(await contextDigest(folder, LINUX)).toBe(before);
});

test('build arguments and platform count, the order of arguments does not', async () => {
  const folder = await writeTree(await temporaryFolder(), APP);
  const plain = await contextDigest(folder, LINUX);
  const one = await contextDigest(folder, { ...LINUX, buildArgs: { a: '1', b: '2' } });
  expect(one).not.toBe(plain);
  expect(await contextDigest(folder, { ...LINUX, buildArgs: { b: '2', a: '1' } })).toBe(one);
  expect(await contextDigest(folder, { platform: 'linux/arm64' })).not.toBe(plain);
});
