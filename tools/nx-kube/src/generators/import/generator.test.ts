import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { Tree } from '@nx/devkit';
import { FsTree } from 'nx/src/generators/tree.js';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { PluginError } from '../../error.ts';
import importManifests, { type ImportOptions } from './generator.ts';

let workspace: string;

beforeEach(() => {
  workspace = mkdtempSync(join(tmpdir(), 'nx-kube-import-'));
});
afterEach(() => rmSync(workspace, { recursive: true }));

const write = (files: Readonly<Record<string, string>>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(workspace, path)), { recursive: true });
    writeFileSync(join(workspace, path), text);
  }
};

/** Runs the generator, and has the files written as Nx does. */
async function run(options: ImportOptions): Promise<readonly string[]> {
  const tree: Tree = new FsTree(workspace, false);
  await importManifests(tree, options);
  const changes = tree.listChanges();
  write(Object.fromEntries(changes.map(({ path, content }) => [path, String(content)])));
  return changes.map(({ path }) => path).toSorted();
}

async function failure(options: ImportOptions): Promise<PluginError> {
  const tree: Tree = new FsTree(workspace, false);
  const error: unknown = await Promise.resolve()
    .then(() => importManifests(tree, options))
    .catch((reason: unknown) => reason);
  expect(tree.listChanges()).toEqual([]);
  expect(error).toBeInstanceOf(PluginError);
  return error as PluginError;
}

const map = (name: string, data = ''): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${data === '' ? '' : `data:\n  ${data}\n`}`;

test('a folder becomes modules, one per component', async () => {
  write({
    'k8s/a.yaml': `# a comment\n${map('web')}---\n---\n${map('api')}`,
    'k8s/sub/b.yml': map('db'),
    'k8s/x.md': 'x',
  });
  const files = ['api', 'db', 'object-tree', 'secrets', 'stack', 'values', 'web'];
  expect(await run({ path: 'k8s', name: 'shop' })).toEqual(files.map((file) => `deploy/shop/${file}.ts`));
});

test('running it again changes nothing', async () => {
  write({ 'shop.yaml': map('web') });
  expect(await run({ path: 'shop.yaml' })).toHaveLength(5);
  expect(await run({ path: 'shop.yaml' })).toEqual([]);
});

test('source that somebody has changed is not overwritten', async () => {
  write({ 'shop.yaml': map('web'), 'deploy/shop/stack.ts': '// mine\n' });
  expect((await failure({ path: 'shop.yaml' })).code).toBe('OUTPUT_FILE');
});

test('a list of objects is as good as its items', async () => {
  write({
    'list.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: ['a', 'b'].map((name) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } })),
    }),
  });
  expect(await run({ path: 'list.json', directory: 'out' })).toEqual(
    ['a', 'b', 'object-tree', 'secrets', 'stack', 'values'].map((file) => `out/${file}.ts`),
  );
});

test.each([
  { what: 'broken YAML', text: `${map('a')}data: [\n`, at: /k8s\.yaml:\d/ },
  { what: 'a key twice', text: map('a', 'x: "1"\n  x: "2"'), at: /k8s\.yaml:7/ },
  { what: 'a key twice once it is read', text: map('a', 'no: "1"\n  "false": "2"'), at: /k8s\.yaml:7/ },
  { what: 'an object twice', text: `${map('a')}---\n${map('a')}`, at: /k8s\.yaml:6: .*k8s\.yaml:1/ },
  { what: 'no name', text: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', at: /k8s\.yaml:1: .*metadata\.name/ },
  { what: 'a name that is no text', text: map('no'), at: /k8s\.yaml:4: metadata\.name/ },
  { what: 'no object', text: '- a\n', at: /k8s\.yaml:1/ },
  { what: 'a number that JavaScript cannot hold', text: map('a', 'x: 9007199254740993'), at: /k8s\.yaml:6/ },
  { what: 'an unknown tag', text: map('a', 'x: !mine y'), at: /k8s\.yaml:6/ },
  { what: 'a template', text: map('a', 'x: {{ .Values.x }}'), at: /helm template/ },
  {
    what: 'a file for Kustomize',
    text: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nmetadata: { name: x }\n',
    at: /kubectl kustomize/,
  },
])('$what is refused with its place, and nothing is written', async ({ text, at }) => {
  write({ 'k8s.yaml': text });
  const { code, because } = await failure({ path: 'k8s.yaml' });
  expect(code).toBe('INVALID_MANIFEST');
  expect(because).toMatch(at);
});

test('a Secret that cannot be read is refused without a word of what it holds', async () => {
  write({ 'k8s.yaml': 'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\ndata: { x: canary- }\n' });
  const { because } = await failure({ path: 'k8s.yaml' });
  expect(because).toMatch(/k8s\.yaml:4: data\.x must be base64/);
  expect(because).not.toContain('canary');
});

test('all faults of all files are told at once', async () => {
  write({ 'k8s/a.yaml': '- a\n', 'k8s/b.yaml': map('no'), 'k8s/c.yaml': map('good') });
  expect((await failure({ path: 'k8s' })).because).toMatch(/a\.yaml:1.*\n.*b\.yaml:4/);
});

test.each([
  { what: 'no file', options: { path: 'missing.yaml' } },
  { what: 'no objects', options: { path: 'empty.yaml' } },
  { what: 'a name that is no DNS label', options: { path: 'empty.yaml', name: 'No Label' } },
  { what: 'a folder outside of the workspace', options: { path: 'empty.yaml', directory: '../out' } },
])('$what is refused', async ({ options }) => {
  write({ 'empty.yaml': '# nothing\n' });
  expect((await failure(options)).code).toBe('USAGE');
});
