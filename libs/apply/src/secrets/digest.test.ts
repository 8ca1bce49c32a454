import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { objectAt } from '../json.ts';
import { secretDigestAnnotation, withSecretDigests } from './digest.ts';

const secret = (data: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 's', namespace: 'todo' },
  data,
});
const workload = (spec: object): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'w', namespace: 'todo' },
  spec: { template: { metadata: { labels: { app: 'w' } }, spec } },
});
const env = (key: string) => ({ env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's', key } } }] });

function digestOf(spec: object, data: Record<string, string>, key = 'key'): unknown {
  const [, object] = withSecretDigests([secret(data), workload(spec)], key);
  return objectAt(object, 'spec', 'template', 'metadata', 'annotations')?.[secretDigestAnnotation];
}

test.each([
  { how: 'as a variable', spec: { containers: [env('a')] } },
  { how: 'as a variable of an init container', spec: { initContainers: [env('a')], containers: [] } },
  { how: 'by importing the Secret', spec: { containers: [{ envFrom: [{ secretRef: { name: 's' } }] }] } },
  { how: 'as a volume', spec: { containers: [], volumes: [{ secret: { secretName: 's' } }] } },
  {
    how: 'as an item of a volume',
    spec: { containers: [], volumes: [{ secret: { secretName: 's', items: [{ key: 'a' }] } }] },
  },
  {
    how: 'as a projected volume',
    spec: { containers: [], volumes: [{ projected: { sources: [{ secret: { name: 's', items: [{ key: 'a' }] } }] } }] },
  },
])('a workload that reads a key $how changes with it', ({ spec }) => {
  const before = digestOf(spec, { a: 'MQ==', b: 'MQ==' });
  expect(before).toMatch(/^[0-9a-f]{32}$/);
  expect(digestOf(spec, { a: 'Mg==', b: 'MQ==' })).not.toBe(before);
});

test.each([
  { how: 'another key of the Secret', spec: { containers: [env('a')] } },
  {
    how: 'another item of the volume',
    spec: { containers: [], volumes: [{ secret: { secretName: 's', items: [{ key: 'a' }] } }] },
  },
])('a workload that reads $how does not change', ({ spec }) => {
  expect(digestOf(spec, { a: 'MQ==', b: 'Mg==' })).toBe(digestOf(spec, { a: 'MQ==', b: 'MQ==' }));
});

test.each([
  { what: 'no Secret', spec: { containers: [{ env: [{ name: 'A', value: '1' }] }] } },
  { what: 'only a Secret of someone else', spec: { containers: [{ envFrom: [{ secretRef: { name: 'other' } }] }] } },
  { what: 'a Secret only to pull images', spec: { containers: [], imagePullSecrets: [{ name: 's' }] } },
])('a workload that reads $what is not marked', ({ spec }) => {
  expect(digestOf(spec, { a: 'MQ==' })).toBeUndefined();
});

test('an optional key that is absent counts, so that adding it rolls the workload', () => {
  const spec = { containers: [env('a')] };
  expect(digestOf(spec, {})).not.toBe(digestOf(spec, { a: '' }));
});

test('the digest depends on the key of the release', () => {
  const spec = { containers: [env('a')] };
  expect(digestOf(spec, { a: 'MQ==' }, 'one')).not.toBe(digestOf(spec, { a: 'MQ==' }, 'two'));
});
