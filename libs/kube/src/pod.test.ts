import { expect, test } from 'vitest';
import { podSpecOf } from './pod.ts';

const spec = { containers: [{ name: 'web' }] };
const template = { metadata: { labels: { app: 'web' } }, spec };
const metadata = { name: 'web' };

test.each([
  { kind: 'Deployment', object: { spec: { template } }, path: 'spec.template.spec' },
  { kind: 'StatefulSet', object: { spec: { template } }, path: 'spec.template.spec' },
  { kind: 'Job', object: { spec: { template } }, path: 'spec.template.spec' },
  {
    kind: 'CronJob',
    object: { spec: { jobTemplate: { spec: { template } } } },
    path: 'spec.jobTemplate.spec.template.spec',
  },
])('the pods of a $kind are at $path', ({ kind, object, path }) => {
  const found = podSpecOf({ apiVersion: 'v1', kind, metadata, ...object });
  expect(found).toEqual({ path, labels: { app: 'web' }, annotations: {}, spec });
});

test('a Pod is its own template', () => {
  const found = podSpecOf({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', labels: { a: 'b' } }, spec });
  expect(found).toEqual({ path: 'spec', labels: { a: 'b' }, annotations: {}, spec });
});

test.each([
  { what: 'another kind', object: { apiVersion: 'v1', kind: 'Service', metadata, spec: { template } } },
  { what: 'a workload without a spec', object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata } },
  {
    what: 'a template that is null',
    object: { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template: null } },
  },
])('$what has no pods', ({ object }) => {
  expect(podSpecOf(object)).toBeUndefined();
});
