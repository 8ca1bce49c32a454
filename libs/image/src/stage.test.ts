import { lstat, readFile, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { readImageReference } from './reference.ts';
import type { StageOptions } from './stage.ts';
import { stageContext } from './stage.ts';
import type { Tree } from './testing/tree.ts';
import { temporaryFolder, writeTree } from './testing/tree.ts';

const WORKSPACE: Tree = {
  'apps/backend/Dockerfile': 'FROM node-base\nCOPY app/ /app/\n',
  'apps/backend/src/main.ts': '',
  'dist/apps/backend/app/main.mjs': 'console.log(1)\n',
  'dist/apps/backend/app/run': { program: '#!/bin/sh\n' },
  'dist/apps/backend/app/latest': { link: 'main.mjs' },
};

async function stage(tree: Tree = WORKSPACE, more: Partial<StageOptions> = {}): Promise<{ root: string; ref: string }> {
  const root = await writeTree(await temporaryFolder(), tree);
  return { root, ...(await stageContext(optionsFor(root, more))) };
}

function optionsFor(root: string, more: Partial<StageOptions> = {}): StageOptions {
  return {
    root,
    project: 'backend',
    projectRoot: 'apps/backend',
    sources: [{ from: 'dist/apps/backend', to: '.' }],
    bases: { 'node-base': 'node-base:0123456789abcdef', unused: 'unused:01' },
    platform: 'linux/amd64',
    ...more,
  };
}

test('the context holds the sources and a Dockerfile that names the base by its reference', async () => {
  const { root } = await stage();
  const context = join(root, 'dist/bundle/backend');
  expect((await readdir(context, { recursive: true })).sort()).toEqual([
    'Dockerfile',
    'app',
    'app/latest',
    'app/main.mjs',
    'app/run',
  ]);
  const dockerfile = await readFile(join(context, 'Dockerfile'), 'utf8');
  expect(dockerfile).toMatch(/^FROM node-base:0123456789abcdef\nCOPY app\/ \/app\/\n# nx-kube /);
  expect(dockerfile).not.toContain('unused');
});

test('modes become 0644 and 0755, links stay links', async () => {
  const { root } = await stage();
  const mode = async (path: string): Promise<string> =>
    ((await lstat(join(root, 'dist/bundle/backend', path))).mode & 0o777).toString(8);
  expect(await mode('Dockerfile')).toBe('644');
  expect(await mode('app/main.mjs')).toBe('644');
  expect(await mode('app/run')).toBe('755');
  expect(await mode('app')).toBe('755');
  expect(await readlink(join(root, 'dist/bundle/backend/app/latest'))).toBe('main.mjs');
});

test('two workspaces with the same sources give the same reference, and the tag is the start of the digest', async () => {
  const [one, other] = [await stage(), await stage()];
  expect(other.ref).toBe(one.ref);
  expect(one.ref).toMatch(/^backend:[0-9a-f]{16}$/);
  expect(await readImageReference(one.root, 'backend')).toMatchObject({ ref: one.ref });
});

test('the file with the reference holds nothing volatile', async () => {
  const { root } = await stage();
  const text = await readFile(join(root, 'dist/images/backend.json'), 'utf8');
  expect(text).toMatch(/^\{"ref":"backend:[0-9a-f]{16}","digest":"sha256:[0-9a-f]{64}"\}\n$/);
});

test('another base gives another tag', async () => {
  const other = await stage(WORKSPACE, { bases: { 'node-base': 'node-base:fedcba9876543210' } });
  expect(other.ref).not.toBe((await stage()).ref);
});

test('a base that the Dockerfile does not name changes nothing', async () => {
  const other = await stage(WORKSPACE, { bases: { 'node-base': 'node-base:0123456789abcdef' } });
  expect(other.ref).toBe((await stage()).ref);
});

test('the repository can be given', async () => {
  expect((await stage(WORKSPACE, { repository: 'registry.local/team/api' })).ref).toMatch(
    /^registry\.local\/team\/api:/,
  );
});

test('staging again removes what is gone', async () => {
  const { root } = await stage();
  await stageContext(optionsFor(root, { sources: [{ from: 'dist/apps/backend/app/main.mjs', to: 'app/main.mjs' }] }));
  expect(await readdir(join(root, 'dist/bundle/backend/app'))).toEqual(['main.mjs']);
});

test.each([
  { code: 'ENV_FILE', when: 'the app has a .env', tree: { 'apps/backend/.env': 'A=1' } },
  { code: 'ENV_FILE', when: 'a folder of the app has a .env.local', tree: { 'apps/backend/src/.env.local': 'A=1' } },
  { code: 'ENV_FILE', when: 'the build copied one', tree: { 'dist/apps/backend/app/.env.production': 'A=1' } },
])('$code when $when', async ({ code, tree }) => {
  await expect(stage({ ...WORKSPACE, ...tree })).rejects.toMatchObject({ code });
});

test('an app may have .env files in the packages that it does not ship', async () => {
  await expect(stage({ ...WORKSPACE, 'apps/backend/node_modules/x/.env': 'A=1' })).resolves.toBeDefined();
});

test.each<{ code: string; when: string; more: Partial<StageOptions> }>([
  { code: 'NO_DOCKERFILE', when: 'the project has none', more: { projectRoot: 'apps/other' } },
  { code: 'SOURCE_MISSING', when: 'the app was not built', more: { sources: [{ from: 'dist/apps/x', to: '.' }] } },
  { code: 'BAD_SOURCE', when: 'a target leaves the context', more: { sources: [{ from: 'apps', to: '../x' }] } },
])('$code when $when, and the former context stays', async ({ code, more }) => {
  const { root, ref } = await stage();
  await expect(stageContext(optionsFor(root, more))).rejects.toMatchObject({ code });
  expect(await readdir(join(root, 'dist/bundle'))).toEqual(['backend']);
  expect((await readImageReference(root, 'backend')).ref).toBe(ref);
});

test('NOT_STAGED when nothing was bundled', async () => {
  await expect(readImageReference(await temporaryFolder(), 'backend')).rejects.toMatchObject({ code: 'NOT_STAGED' });
});
