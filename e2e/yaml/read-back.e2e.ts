import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { toYaml, toYamlDocuments, type KubeObject } from '@nx-kube/kube';
import { nastyStrings } from '@nx-kube/kube/testing/nasty-strings';
import { loadAll as jsYaml, CORE_SCHEMA, YAML11_SCHEMA } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check, run } from '../support/run.ts';

/*
 * What we print is what Kubernetes reads: the same text goes through parsers of both versions of YAML, through kubectl and
 * a real API server, and through Helm's reader of values.
 */

const kubeconfig = process.env['APISERVER_KUBECONFIG'] ?? '';
let folder: string;

beforeAll(async () => {
  if (kubeconfig === '') throw new Error('APISERVER_KUBECONFIG is not set: see the engine step of .ci/run');
  folder = await mkdtemp(join(tmpdir(), 'todo-yaml-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Etcd and the API server take any text but this, which is the end of a text to many. */
const texts = nastyStrings.filter((text) => !text.includes('\0'));
/** What an API server allows as a key of a ConfigMap. */
const dataKeys = texts.filter((text) => /^[-._a-zA-Z0-9]{1,253}$/.test(text) && text !== '.' && !text.startsWith('..'));
/** What it allows as the name part of an annotation's key. */
const nameKeys = texts.filter((text) => /^[A-Za-z0-9](?:[-\w.]{0,61}[A-Za-z0-9])?$/.test(text));

/** One ConfigMap per text, so that a fault names the text; and one with all keys. */
const objects: readonly KubeObject[] = [
  ...texts.map((text, index) => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: `value-${index}`, namespace: 'default', annotations: { 'e2e.example/text': text } },
    data: { text, list: JSON.stringify([text]) },
  })),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: {
      name: 'keys',
      namespace: 'default',
      annotations: Object.fromEntries(
        nameKeys.flatMap((key) => [
          [key, key],
          [`e2e.example/${key}`, key],
        ]),
      ),
    },
    data: Object.fromEntries(dataKeys.map((key) => [key, key])),
  },
];

test('the table has what each parser is known to stumble over', () => {
  const known = 'no off y ~ 0777 017 0o17 190:20:30 1e3 << \u0085 \u2028 \u2029 \ufeff'.split(' ');
  expect(known.filter((text) => text !== '0777' && !nastyStrings.includes(text))).toEqual([]);
  expect(dataKeys).toEqual(expect.arrayContaining(['no', 'y', '017', '1e3', '0o17', 'null', '1.10', '-', '---', '_x']));
  expect(nameKeys).toEqual(expect.arrayContaining(['no', 'y', '017', '1e3', '0o17', 'null', '1.10']));
});

test.each([
  { parser: 'js-yaml, YAML 1.2', parse: (text: string) => jsYaml(text, { schema: CORE_SCHEMA }) },
  { parser: 'js-yaml, YAML 1.1', parse: (text: string) => jsYaml(text, { schema: YAML11_SCHEMA }) },
  { parser: 'yaml, 1.2', parse: (text: string) => parseWith(text, '1.2') },
  { parser: 'yaml, 1.1', parse: (text: string) => parseWith(text, '1.1') },
])('$parser reads the same objects', ({ parse }) => {
  expect(parse(toYamlDocuments(objects))).toEqual(objects);
  const anywhere = nastyStrings.map((text) => ({ [text]: text, list: [text, [text], { [text]: [text] }] }));
  expect(parse(anywhere.map((tree) => toYaml(tree)).join('---\n'))).toEqual(anywhere);
});

test('kubectl and a real API server read the same objects, strictly', async () => {
  const file = join(folder, 'objects.yaml');
  await writeFile(file, toYamlDocuments(objects));
  const flags = ['--dry-run=server', '--validate=strict', '-o', 'json', '-f', file];
  const text = await check('kubectl', ['--kubeconfig', kubeconfig, 'apply', ...flags]);
  const { items } = JSON.parse(text) as { items: readonly KubeObject[] };
  expect(items.map(asSent)).toEqual(objects);
});

test('Helm reads any key and any text as we wrote it', async () => {
  const trees = Object.fromEntries(
    nastyStrings.map((text, index) => [`t${index}`, { key: { [text]: text }, list: [text] }]),
  );
  await Promise.all([
    writeFile(join(folder, 'Chart.yaml'), 'apiVersion: v2\nname: read\nversion: 0.1.0\n'),
    writeFile(join(folder, 'values.yaml'), toYaml({ trees })),
  ]);
  await check('mkdir', ['-p', join(folder, 'templates')]);
  await writeFile(join(folder, 'templates/all.yaml'), 'json: {{ toJson .Values.trees | b64enc }}\n');
  for (const helm of ['helm', 'helm3']) {
    const [, encoded = ''] = /^json: (\S+)$/m.exec(await check(helm, ['template', 'read', folder])) ?? [];
    expect(JSON.parse(Buffer.from(encoded, 'base64').toString())).toEqual(trees);
  }
});

test('half of a surrogate pair, which no server could keep, is refused before it is sent', () => {
  for (const half of ['\ud800', '\udc00', 'a\ud800b']) {
    expect(() => toYaml({ data: { text: half } })).toThrow(/\$\.data\.text/);
    expect(() => toYaml({ data: { [half]: 'text' } })).toThrow(/\$\.data/);
  }
});

test('the API server says no to a text as we would have it say: what it gets is a text', async () => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'typed' }, data: { port: 80 } };
  const input = toYaml(object);
  const args = ['--kubeconfig', kubeconfig, 'apply', '--dry-run=server', '--validate=strict', '-f', '-'];
  expect((await run('kubectl', args, { input })).code).not.toBe(0);
  expect((await run('kubectl', args, { input: toYaml({ ...object, data: { port: '80' } }) })).code).toBe(0);
});

function parseWith(text: string, version: '1.1' | '1.2'): readonly unknown[] {
  const documents = parseAllDocuments(text, { version, merge: false });
  return Array.isArray(documents) ? documents.map((document) => document.toJS() as unknown) : [];
}

/** Without what the API server and kubectl add. */
function asSent({ apiVersion, kind, metadata, data }: KubeObject): unknown {
  const { 'kubectl.kubernetes.io/last-applied-configuration': _, ...annotations } = metadata.annotations ?? {};
  return { apiVersion, kind, metadata: { name: metadata.name, namespace: metadata.namespace, annotations }, data };
}
