import { toYaml, toYamlDocuments } from '@nx-kube/kube';
import { load, loadAll } from 'js-yaml';
import { expect, test } from 'vitest';
import { checkObjects } from '../src/checks/check-objects.ts';
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

/** What the checks find, how often: rule and path without indexes. */
function findings(name: keyof typeof examples): Readonly<Record<string, number>> {
  const found = checkObjects(examples[name]).map(({ rule, path }) => `${rule} ${path.replaceAll(/\[\d+\]/g, '[]')}`);
  return Object.fromEntries([...new Set(found)].map((one) => [one, found.filter((other) => other === one).length]));
}

const pod = 'spec.template.spec';

test('in the microservices-demo the checks find what our pods have by default and its pods have not', () => {
  expect(findings('microservices-demo')).toEqual({
    [`pod-security/restricted ${pod}.containers[].securityContext.seccompProfile`]: 12,
    [`pod-security/restricted ${pod}.initContainers[].securityContext.seccompProfile`]: 1,
    [`resources/memory-limit ${pod}.initContainers[].resources.limits.memory`]: 1,
  });
});

test('in the guestbook the checks find what our pods have by default and its pods have not', () => {
  expect(findings('guestbook')).toEqual({
    [`pod-security/restricted ${pod}.containers[].securityContext.allowPrivilegeEscalation`]: 3,
    [`pod-security/restricted ${pod}.containers[].securityContext.capabilities.drop`]: 3,
    [`pod-security/restricted ${pod}.containers[].securityContext.runAsNonRoot`]: 3,
    [`pod-security/restricted ${pod}.containers[].securityContext.seccompProfile`]: 3,
    [`resources/memory-limit ${pod}.containers[].resources.limits.memory`]: 3,
  });
});
