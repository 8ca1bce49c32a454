import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check, run } from '../support/run.ts';
import { smallWorkspace, type SmallWorkspace } from './workspace.ts';

const id = `e2e${process.pid}`;
let workspace: SmallWorkspace;
const made = new Set<string>();

beforeAll(() => {
  workspace = smallWorkspace(id);
});
afterAll(async () => {
  workspace.remove();
  await run('docker', ['rmi', '--force', ...made, 'apps-shop:latest', 'images-base:latest']);
});

const reference = (project: string): string => {
  const text = readFileSync(join(workspace.root, `dist/images/${id}-${project}.json`), 'utf8');
  const { ref } = JSON.parse(text) as { ref: string };
  made.add(ref);
  return ref;
};

const build = async (): Promise<string> => {
  const outcome = await workspace.nx('run', `${id}-shop:docker-build`);
  expect(outcome.code, outcome.all).toBe(0);
  return outcome.all;
};

test('a Dockerfile outside of any project does not break the graph, and a base is an edge of it', async () => {
  const outcome = await workspace.nx('graph', '--file=graph.json');
  expect(outcome.code, outcome.all).toBe(0);
  const { graph } = JSON.parse(readFileSync(join(workspace.root, 'graph.json'), 'utf8')) as {
    graph: { dependencies: Record<string, { target: string }[]> };
  };
  expect(graph.dependencies[`${id}-shop`]?.map(({ target }) => target)).toEqual([`${id}-base`]);
});

test('a base is built before the app on it', async () => {
  expect(await build()).toContain('built');
  await check('docker', ['image', 'inspect', reference('base'), reference('shop')]);
});

test('an image that was removed by hand comes back under the same name', async () => {
  const ref = reference('shop');
  await check('docker', ['rmi', '--force', ref]);
  expect(await build()).toContain(`${ref} built`);
  expect(reference('shop')).toBe(ref);
});

test('an image that is there is not built again', async () => {
  expect(await build()).toContain(`${reference('shop')} is there`);
});

test('what changes in the base changes the app', async () => {
  const before = reference('shop');
  workspace.write({ 'images/base/Dockerfile': 'FROM scratch\nCOPY Dockerfile /other\n' });
  await build();
  expect(reference('shop')).not.toBe(before);
});

test('a .env file in the folder of an app fails its bundle, although the bundle is in the cache', async () => {
  workspace.write({ 'apps/shop/.env': 'KEY=canary-of-the-plugin\n' });
  const outcome = await workspace.nx('run', `${id}-shop:bundle`);
  rmSync(join(workspace.root, 'apps/shop/.env'));
  expect(outcome.code).not.toBe(0);
  expect(outcome.all).toContain('[ENV_FILE]');
  expect(outcome.all).not.toContain('canary-of-the-plugin');
});
