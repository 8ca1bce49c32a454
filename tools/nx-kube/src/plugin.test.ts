import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { CreateDependenciesContext, CreateNodesContext, TargetConfiguration } from '@nx/devkit';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { createDependencies, createNodes } from './plugin.ts';

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'nx-kube-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
};

const infer = async (): Promise<Record<string, Record<string, TargetConfiguration>>> => {
  const dockerfiles = ['apps/shop/Dockerfile', 'images/base/Dockerfile', 'docs/Dockerfile'];
  const context = { workspaceRoot: workspace, nxJsonConfiguration: {} } as CreateNodesContext;
  const results = await createNodes[1](dockerfiles, undefined, context);
  const projects = results.flatMap(([, { projects }]) => Object.entries(projects ?? {}));
  return Object.fromEntries(projects.map(([root, { targets = {} }]) => [root, targets]));
};

const plain = {
  'apps/shop/package.json': '{ "name": "@x/shop", "nx": { "name": "shop" } }',
  'apps/shop/Dockerfile': 'FROM base\nCOPY . .\n',
  'images/base/project.json': '{ "name": "base" }',
  'images/base/Dockerfile': 'FROM scratch\n',
  'docs/Dockerfile': 'FROM base\n',
};

test('a project with a Dockerfile gets a cached bundle and an uncached docker-build', async () => {
  write(plain);
  const { 'apps/shop': shop } = await infer();
  expect(shop?.['bundle']).toMatchObject({
    executor: 'nx-kube:bundle',
    cache: true,
    outputs: [
      '{workspaceRoot}/dist/bundle/shop',
      '{workspaceRoot}/dist/images/shop.json',
      '{workspaceRoot}/dist/images/shop.sbom.json',
    ],
  });
  expect(shop?.['docker-build']).toMatchObject({ executor: 'nx-kube:docker-build', cache: false });
});

test('an image is staged after its build and after its base', async () => {
  write(plain);
  const { 'apps/shop': shop } = await infer();
  expect(shop?.['bundle']?.dependsOn).toEqual(['build', { projects: ['base'], target: 'bundle' }]);
  expect(shop?.['docker-build']?.dependsOn).toEqual(['bundle']);
});

test('what an image is built on changes its bundle', async () => {
  write(plain);
  const { 'apps/shop': shop, 'images/base': base } = await infer();
  expect(shop?.['bundle']?.inputs).toContainEqual({ dependentTasksOutputFiles: 'dist/images/*.json' });
  expect(shop?.['bundle']?.inputs).toContain('{workspaceRoot}/apps/shop/Dockerfile');
  expect(base?.['bundle']?.inputs).not.toContainEqual({ dependentTasksOutputFiles: 'dist/images/*.json' });
});

test('a Dockerfile outside of any project is left alone', async () => {
  write(plain);
  expect(Object.keys(await infer())).toEqual(['apps/shop', 'images/base']);
});

test('an app depends on the project of its base image', async () => {
  write(plain);
  const projects = { shop: { root: 'apps/shop' }, base: { root: 'images/base' }, lib: { root: 'libs/lib' } };
  const context = { workspaceRoot: workspace, projects } as unknown as CreateDependenciesContext;
  expect(await createDependencies(undefined, context)).toEqual([
    { source: 'shop', target: 'base', sourceFile: 'apps/shop/Dockerfile', type: 'static' },
  ]);
});
