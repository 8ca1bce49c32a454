import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { KubeObject } from '@nx-kube/kube';
import fc from 'fast-check';
import { loadAll, YAML11_SCHEMA } from 'js-yaml';
import { format } from 'oxfmt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { kinds } from '../checks/object-type.ts';
import { importObjects } from './import-objects.ts';
import { nastyObjects } from './nasty-objects.ts';
import { LAST_APPLIED } from './place-holes.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url));
/** Inside of the workspace, so that the modules find what they import. */
let folder: string;

beforeAll(() => {
  mkdirSync(join(root, 'tmp'), { recursive: true });
  folder = mkdtempSync(join(root, 'tmp/import-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const goldens = join(root, 'deploy/__golden__/minikube');
const golden = readdirSync(goldens).flatMap(
  (file) => loadAll(readFileSync(join(goldens, file), 'utf8'), { schema: YAML11_SCHEMA }) as KubeObject[],
);

/** Writes stacks, and lets Node itself import and evaluate them. */
function evaluate(stacks: readonly (readonly KubeObject[])[]): readonly (readonly KubeObject[])[] {
  const jobs = stacks.map((objects, index) => {
    const at = mkdtempSync(join(folder, `${index}-`));
    const { files } = importObjects('shop', objects);
    for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
    return { module: join(at, 'stack.ts'), secrets: secretValues(objects) };
  });
  const script = `
    import { readFileSync } from 'node:fs';
    import { evaluateStack } from '@nx-kube/manifests';
    const results = [];
    for (const { module, secrets } of JSON.parse(readFileSync(0, 'utf8'))) {
      const { default: stack } = await import(module);
      const given = stack.secrets.specs.map(({ value, describe }) => [value, secrets[describe]]);
      results.push(evaluateStack(stack, { images: {}, secrets: Object.fromEntries(given) }).objects);
    }
    console.log(JSON.stringify(results));`;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', script];
  const text = execFileSync(process.execPath, args, { cwd: folder, input: JSON.stringify(jobs), encoding: 'utf8' });
  return JSON.parse(text) as KubeObject[][];
}

/** What a person would put into the variables, by the description of each. */
function secretValues(objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const entries = objects
    .filter(({ kind }) => kind === 'Secret')
    .flatMap(({ metadata, data = {}, stringData = {} }) => [
      ...Object.entries(data as Record<string, string>).flatMap(([key, value]) => [
        [`${key} of Secret ${metadata.name}.`, Buffer.from(value, 'base64').toString()],
        [`${key} of Secret ${metadata.name}, in base64.`, value],
      ]),
      ...Object.entries(stringData as Record<string, string>).map(([key, value]) => [
        `${key} of Secret ${metadata.name}.`,
        value,
      ]),
    ]);
  return Object.fromEntries(entries) as Record<string, string>;
}

/** One text per object, without the annotation that repeats a Secret's values, which no import keeps. */
const sorted = (objects: readonly KubeObject[]): readonly string[] =>
  objects
    .map((object) => JSON.stringify(object, (key, value: unknown) => (key === LAST_APPLIED ? undefined : value)))
    .toSorted();

test.each([
  { what: 'the manifests of the Todo stack', objects: golden },
  { what: 'objects that are hard to write down', objects: nastyObjects },
])('$what come back as they were', ({ objects }) => {
  const [result = []] = evaluate([objects]);
  expect(sorted(result)).toEqual(sorted(objects));
});

test('any objects come back as they were', () => {
  const scalar = fc.oneof(fc.string({ unit: 'grapheme' }), fc.integer(), fc.boolean(), fc.constant(null));
  const data = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      scalar,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.string(), tie('value'), { maxKeys: 4 }),
    ),
  }));
  const object = fc.record({
    apiVersion: fc.constantFrom('v1', 'apps/v1', 'networking.k8s.io/v1', 'example.com/v1'),
    kind: fc.constantFrom('ConfigMap', 'Deployment', 'Ingress', 'Namespace', 'Widget'),
    metadata: fc.record(
      { name: fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), namespace: fc.constantFrom('a', 'b') },
      { requiredKeys: ['name'] },
    ),
    spec: data.value,
  }) as fc.Arbitrary<KubeObject>;
  const stacks = fc.sample(fc.array(object, { minLength: 1, maxLength: 6 }), 100);
  const results = evaluate(stacks);
  expect(results.map(sorted)).toEqual(stacks.map(sorted));
});

test('the source compiles, and the formatter has nothing to change', async () => {
  const at = mkdtempSync(join(folder, 'types-'));
  const { files } = importObjects('shop', golden);
  const nasty = importObjects('nasty', nastyObjects);
  mkdirSync(join(at, 'nasty'));
  for (const [file, text] of Object.entries(files)) writeFileSync(join(at, file), text);
  for (const [file, text] of Object.entries(nasty.files)) writeFileSync(join(at, 'nasty', file), text);
  writeFileSync(
    join(at, 'tsconfig.json'),
    JSON.stringify({ extends: join(root, 'tsconfig.base.json'), include: ['**/*.ts'] }),
  );
  execFileSync(process.execPath, [join(root, 'node_modules/@typescript/native/bin/tsc'), '-p', at], {
    stdio: 'inherit',
  });
  const options = { printWidth: 120, singleQuote: true };
  for (const [file, text] of [...Object.entries(files), ...Object.entries(nasty.files)]) {
    expect((await format(file, text, options)).code).toBe(text);
  }
}, 60_000);

test('no value of a Secret is in the source, not even in the copy that kubectl keeps', () => {
  const { files, notes } = importObjects('nasty', nastyObjects);
  const text = Object.values(files).join('\n');
  expect(text).not.toMatch(/canary|Y2FuYXJ5/);
  expect(notes.some((note) => note.includes('last-applied-configuration'))).toBe(true);
});

test('the same objects give the same source', () => {
  expect(importObjects('shop', golden)).toEqual(importObjects('shop', structuredClone(golden)));
});

test('a new namespace, image and number of pods reach all objects', () => {
  const { files } = importObjects('shop', golden);
  expect(Object.keys(files).toSorted()).toEqual(
    ['backend', 'frontend', 'mcp', 'object-tree', 'postgres', 'secrets', 'stack', 'todo-app', 'values'].map(
      (name) => `${name}.ts`,
    ),
  );
  expect(Object.values(files).join('\n')).not.toMatch(/namespace: '|image: '|replicas: \d|host: 't/);
});

test('every kind that we know has a type to import', () => {
  const modules = [...kinds.keys()].map((kind) => `kubernetes-models/${kind.replace(' ', '/')}`);
  expect(modules.filter((name) => !import.meta.resolve(name).startsWith('file:'))).toEqual([]);
});
