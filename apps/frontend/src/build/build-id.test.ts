import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { buildId } from './build-id.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'frontend-'));
  const dependencies = { '@todo/service': '1', '@todo/todo': '1', next: '16' };
  await write('apps/frontend/package.json', JSON.stringify({ dependencies }));
  await write('apps/frontend/src/app/page.tsx', 'page');
  await write('libs/todo/package.json', '{}');
  await write('libs/todo/src/index.ts', 'library');
  await write('libs/service/src/context/index.ts', 'what pages call with');
  await mkdir(join(root, 'node_modules/@todo'), { recursive: true });
  await symlink('../../libs/service', join(root, 'node_modules/@todo/service'));
  await symlink('../../libs/todo', join(root, 'node_modules/@todo/todo'));
});

afterEach(() => rm(root, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
}

function idNow(at = root): Promise<string> {
  return buildId(at, join(at, 'apps/frontend'));
}

test.each([
  ['apps/frontend/src/app/page.tsx', 'another page'],
  ['apps/frontend/src/app/new.tsx', ''],
  ['apps/frontend/next.config.ts', 'export default {}'],
  ['libs/todo/src/index.ts', 'another library'],
  ['libs/service/src/context/index.ts', 'another call'],
  ['apps/frontend/package.json', JSON.stringify({ dependencies: { next: '17' } })],
])('a change of %s gives another id', async (path, text) => {
  const before = await idNow();
  await write(path, text);
  expect(await idNow()).not.toBe(before);
});

test.each([
  ['apps/frontend/src/app/page.test.tsx'],
  ['apps/frontend/src/server/main.ts'],
  ['apps/frontend/.next/BUILD_ID'],
  ['apps/frontend/next-env.d.ts'],
  ['apps/frontend/Dockerfile'],
  ['libs/todo/src/index.test.ts'],
  ['libs/service/src/logger.ts'],
])('%s is no part of the pages and leaves the id as it is', async (path) => {
  const before = await idNow();
  await write(path, 'anything');
  expect(await idNow()).toBe(before);
});

test('the same sources in another folder have the same id', async () => {
  const copy = `${root}-copy`;
  await cp(root, copy, { recursive: true, verbatimSymlinks: true });
  try {
    expect(await idNow(copy)).toBe(await idNow());
  } finally {
    await rm(copy, { recursive: true });
  }
});
