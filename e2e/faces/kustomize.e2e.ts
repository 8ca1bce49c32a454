import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { evaluateStack } from '@nx-kube/manifests';
import { renderKustomize } from '@nx-kube/manifests/kustomize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import stack from '../../deploy/stack.ts';
import { testSecrets } from '../../deploy/testing/secrets.ts';
import { check, run } from '../support/run.ts';

interface Parsed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly data?: Readonly<Record<string, string>>;
}

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));
const files = renderKustomize(stack, { images });

/** Every overlay: an environment, and the secrets that it is made for. */
const overlays = Object.keys(stack.environments).flatMap((environment) => {
  const elsewhere = { ...testSecrets, databaseUrl: 'postgres://test:pa%40ss@db.example.com:6543/todo?sslmode=require' };
  return [
    { overlay: environment, environment, secrets: testSecrets },
    { overlay: `${environment}-with-database-url`, environment, secrets: elsewhere },
  ];
});
type Overlay = (typeof overlays)[number];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kustomize-'));
  write(files);
  for (const each of overlays) write({ [`overlays/${each.overlay}/secrets.env`]: envFile(each) });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the overlays that are tested are all that there are', () => {
  const rendered = Object.keys(files).flatMap((name) => /^overlays\/([^/]+)\//.exec(name)?.[1] ?? []);
  expect([...new Set(rendered)].toSorted()).toEqual(overlays.map(({ overlay }) => overlay).toSorted());
});

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Every secret as a person would write it into the file: the texts that the Secret is to hold. */
function envFile(overlay: Overlay): string {
  const secret = expected(overlay).find(({ metadata }) => metadata.name === stack.secrets.name);
  const lines = Object.entries(secret?.data ?? {}).map(
    ([key, value]) => `${key}=${Buffer.from(value, 'base64').toString('utf8')}\n`,
  );
  return `# Made by a test.\n\n${lines.join('')}`;
}

function expected(input: { environment?: string; secrets: Readonly<Record<string, string>> }): readonly Parsed[] {
  const { objects } = evaluateStack(stack, { ...input, images });
  // A field without a value is not in any text.
  return JSON.parse(JSON.stringify(objects)) as Parsed[];
}

/** By name, as no builder promises an order. Read as YAML 1.1, which is what Kubernetes reads. */
function byName(objects: readonly Parsed[]): Readonly<Record<string, Parsed>> {
  const named = objects.map((object) => [
    `${object.kind} ${object.metadata.namespace}/${object.metadata.name}`,
    object,
  ]);
  expect(new Set(named.map(([name]) => name)).size).toBe(objects.length);
  return Object.fromEntries(named) as Record<string, Parsed>;
}

function parse(text: string): readonly Parsed[] {
  return parseAllDocuments(text, { version: '1.1' }).map((document) => unfold(document.toJS() as Parsed));
}

/** Kustomize breaks the base64 of a Secret into lines, which every decoder ignores. */
function unfold(object: Parsed): Parsed {
  if (object.kind !== 'Secret') return object;
  const data = Object.entries(object.data ?? {}).map(([key, value]) => [key, value.replaceAll('\n', '')]);
  return { ...object, data: Object.fromEntries(data) as Record<string, string> };
}

describe.each([
  ['kustomize', ['build']],
  ['kubectl', ['kustomize']],
] as const)('%s', (program, words) => {
  test.each(overlays)('builds the overlay $overlay into the very objects of evaluate', async (each) => {
    const text = await check(program, [...words, join(folder, 'overlays', each.overlay)]);
    expect(byName(parse(text))).toEqual(byName(expected(each)));
  });

  test('builds the base into the objects of the defaults, without the Secret', async () => {
    const text = await check(program, [...words, join(folder, 'base')]);
    const objects = expected({ secrets: testSecrets }).filter(({ kind }) => kind !== 'Secret');
    expect(byName(parse(text))).toEqual(byName(objects));
  });
});

test('an overlay without its file of secrets is refused, with the name of the file', async () => {
  const other = mkdtempSync(join(tmpdir(), 'kustomize-'));
  try {
    await check('cp', ['-r', `${folder}/.`, other]);
    rmSync(join(other, 'overlays/prod/secrets.env'));
    const outcome = await run('kustomize', ['build', join(other, 'overlays/prod')]);
    expect(outcome.code).not.toBe(0);
    expect(outcome.stderr).toContain('secrets.env');
  } finally {
    rmSync(other, { recursive: true });
  }
});

test.each(Object.keys(stack.environments))('the template of %s, filled in, gives the Secret', async (environment) => {
  const file = `overlays/${environment}/secrets.env`;
  const template = files[`${file}.template`] ?? '';
  expect(template).toContain('CHANGE_ME');
  write({ [file]: template.replaceAll('CHANGE_ME', 'x'.repeat(32)) });
  const built = parse(await check('kustomize', ['build', join(folder, 'overlays', environment)]));
  const secrets = { betterAuthSecret: 'x'.repeat(32), postgresPassword: 'x'.repeat(32) };
  const isSecret = ({ kind }: Parsed): boolean => kind === 'Secret';
  expect(built.filter(isSecret)).toEqual(expected({ environment, secrets }).filter(isSecret));
});
