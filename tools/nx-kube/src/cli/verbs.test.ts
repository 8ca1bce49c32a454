import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from 'vitest';

import { camelCase } from './camel-case.ts';
import { type OptionSpec, VERBS } from './verbs.ts';

const home = join(import.meta.dirname, '../..');
const readJson = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(home, path), 'utf8')) as Record<string, unknown>;

const asSchema = (name: string, { type, describe, default: value, choices, most }: OptionSpec): [string, object] => [
  camelCase(name),
  {
    type,
    description: `--${name}: ${describe}`,
    ...(choices ? { enum: choices } : {}),
    ...(value === undefined ? {} : { default: value }),
    ...(type === 'number' ? { exclusiveMinimum: 0, multipleOf: 1 } : {}),
    ...(most === undefined ? {} : { maximum: most }),
  },
];

test.each(Object.entries(VERBS))(
  'the executor %s takes the options of the verb, and no others',
  (verb, { options }) => {
    const schema = readJson(`src/executors/${verb}/schema.json`);
    expect(schema['properties']).toEqual(
      Object.fromEntries(Object.entries<OptionSpec>(options).map(([name, spec]) => asSchema(name, spec))),
    );
    expect(schema['additionalProperties']).toBe(false);
  },
);

test('every executor and schema that executors.json names is there', async () => {
  const { executors } = readJson('executors.json') as { executors: Record<string, Record<string, string>> };
  for (const { implementation = '', batchImplementation, schema = '' } of Object.values(executors)) {
    expect(readJson(schema)['type']).toBe('object');
    for (const place of [implementation, ...(batchImplementation ? [batchImplementation] : [])]) {
      const [path = '', name = ''] = place.split('#');
      const module = (await import(join(home, path))) as Record<string, unknown>;
      expect(module[name]).toBeTypeOf('function');
    }
  }
});
