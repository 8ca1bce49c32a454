import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { load } from 'js-yaml';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderCompose } from '@nx-kube/manifests/compose';
import stack from '../../deploy/stack.ts';
import { check } from '../support/run.ts';
import { someImages, todoCompose } from './todo-compose.ts';

/** The Go package of the Compose specification, which holds its JSON schema. */
const SPECIFICATION = 'github.com/compose-spec/compose-go/v2@v2.16.1';

const folder = mkdtempSync(join(tmpdir(), 'compose-schema-'));
let schema: object;

beforeAll(async () => {
  const { Dir } = JSON.parse(await check('go', ['mod', 'download', '-json', SPECIFICATION], { cwd: folder })) as {
    Dir: string;
  };
  schema = JSON.parse(readFileSync(join(Dir, 'schema/compose-spec.json'), 'utf8')) as object;
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What the specification has against a file; formats are Docker's own, which its program checks. */
function against(compose: unknown): readonly string[] {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
  const valid = ajv.compile(schema);
  return valid(compose) ? [] : (valid.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

const environments = [undefined, ...Object.keys(stack.environments)];

test.each(environments)('the file for environment %s is what the Compose specification says', (environment) => {
  const files = renderCompose(stack, { images: someImages, ...(environment === undefined ? {} : { environment }) });
  expect(against(load(files['compose.yaml'] ?? ''))).toEqual([]);
});

test('the specification has something against a key that it does not know', () => {
  expect(against({ services: { web: { image: 'web', deploy: { replicas: 1 } } } })).toEqual([]);
  expect(against({ services: { web: { image: 'web', deploy: { replica: 1 } } } })).not.toEqual([]);
});

test.each(environments)(
  'docker compose config takes the file for environment %s without a warning',
  async (environment) => {
    const made = await todoCompose(environment === undefined ? {} : { environment });
    try {
      const { code, stdout, stderr } = await made.compose('config', '--format', 'json');
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      const read = JSON.parse(stdout) as { services: Readonly<Record<string, unknown>> };
      const written = load(made.files['compose.yaml'] ?? '') as typeof read;
      expect(Object.keys(read.services).toSorted()).toEqual(Object.keys(written.services).toSorted());
    } finally {
      made.remove();
    }
  },
);
