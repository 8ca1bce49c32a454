import { toYaml, toYamlDocuments } from '@nx-kube/kube';
import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { differences } from './differences.ts';
import guestbook from './published/guestbook.json' with { type: 'json' };
import microservicesDemo from './published/microservices-demo.json' with { type: 'json' };
import { comparable, digestOf } from './support/canonical.ts';
import { examples } from './support/examples.ts';

const published = { 'microservices-demo': microservicesDemo, guestbook };
const names = ['microservices-demo', 'guestbook'] as const;

test.each(names)('the objects of %s are those that its project publishes, all of them and no other', (name) => {
  const ours = comparable(examples[name], differences[name]);
  expect(Object.fromEntries([...ours].map(([object, value]) => [object, digestOf(value)]))).toEqual(
    published[name].objects,
  );
});

test.each(names)('the objects of %s come back from their YAML', (name) => {
  expect(examples[name].map((object) => load(toYaml(object)))).toEqual(examples[name]);
  expect(loadAll(toYamlDocuments(examples[name]))).toEqual(examples[name]);
});
