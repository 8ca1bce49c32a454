import { Ajv } from 'ajv';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { check } from '../support/run.ts';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res/schema');
const schema = (file: string): object => JSON.parse(readFileSync(join(schemas, file), 'utf8')) as object;

/** What only these images have in them, each by the beginning of its reference. */
const images = [
  { project: 'node-base', has: ['pkg:npm/node-linux-', 'pkg:generic/openssl@', 'pkg:deb/debian/libc6'] },
  { project: 'backend', has: ['pkg:npm/hono@', 'pkg:npm/openai@', 'pkg:npm/drizzle-orm@', 'pkg:generic/v8@'] },
  { project: 'mcp', has: ['pkg:npm/%40modelcontextprotocol/server@', 'pkg:npm/pg@', '@todo/todo@'] },
  { project: 'frontend', has: ['pkg:npm/next@', 'pkg:npm/react@', 'pkg:npm/better-auth@', 'pkg:npm/prom-client@'] },
  { project: 'todo-postgres', has: ['pkg:generic/postgresql@18', 'pkg:generic/openssl@'] },
];

interface Sbom {
  readonly metadata: { readonly component: { readonly 'bom-ref': string } };
  readonly components: readonly {
    readonly 'bom-ref': string;
    readonly purl?: string;
    readonly licenses?: readonly object[];
    readonly hashes?: readonly object[];
  }[];
}
const read = (file: string): string => readFileSync(join(root, 'dist/images', file), 'utf8');

beforeAll(async () => {
  const names = images.map(({ project }) => project).join();
  await check('npx', ['nx', 'run-many', '-t', 'bundle', '-p', names], { cwd: root });
}, 300_000);

test.each(images)('the bill of materials of $project fits the schema of CycloneDX 1.6', ({ project }) => {
  // The schema is of draft 7 with formats that only e-mail addresses and the like use.
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const name of ['jsf-0.82', 'spdx', 'cryptography-defs']) {
    const file = `${name}.SNAPSHOT.schema.json`;
    ajv.addSchema(schema(file), `http://cyclonedx.org/schema/${file}`);
  }
  const fits = ajv.compile(schema('bom-1.6.SNAPSHOT.schema.json'));
  const document = JSON.parse(read(`${project}.sbom.json`)) as Sbom;
  expect(fits({ ...document, components: [{ type: 'library' }] }), 'a component without a name').toBe(false);
  const fitting = fits(document);
  expect(fits.errors ?? []).toEqual([]);
  expect(fitting).toBe(true);
});

test.each(images)('it names the image of $project and what is inside, with licenses and hashes', ({ project, has }) => {
  const text = read(`${project}.sbom.json`);
  const { metadata, components } = JSON.parse(text) as Sbom;
  const { ref } = JSON.parse(read(`${project}.json`)) as { ref: string };
  expect(metadata.component['bom-ref']).toBe(ref);
  const refs = components.map((component) => component['bom-ref']);
  for (const begin of has)
    expect(
      refs.some((own) => own.startsWith(begin)),
      `${begin} in ${refs.join(' ')}`,
    ).toBe(true);
  expect(new Set(refs).size).toBe(refs.length);
  expect(components.filter(({ licenses }) => !licenses).map((component) => component['bom-ref'])).toEqual([]);
  const published = components.filter(({ purl }) => purl?.startsWith('pkg:npm/'));
  expect(published.filter(({ hashes }) => !hashes).map(({ purl }) => purl)).toEqual([]);
  expect(text).not.toContain(root);
  expect(text).not.toMatch(/"timestamp"/);
});

test('what is only there to build, test or check is in no image', () => {
  for (const { project } of images) {
    const text = read(`${project}.sbom.json`);
    for (const tool of ['esbuild', 'vitest', 'typescript', 'nx', '@todo/testing', 'sharp'])
      expect(text, `${tool} in ${project}`).not.toMatch(new RegExp(`"(?:pkg:npm/)?${tool}@`));
  }
});
