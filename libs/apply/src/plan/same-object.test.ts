import { expect, test } from 'vitest';
import type { LiveObject } from './live-object.ts';
import { isSameObject } from './same-object.ts';

const ref = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'todo', name: 'backend' };
const before: LiveObject = {
  ref,
  uid: 'u',
  resourceVersion: '1',
  generation: 1,
  labels: { a: '1' },
  annotations: { b: '1' },
  terminating: false,
  controlled: false,
};
const after = {
  name: 'backend',
  uid: 'u',
  resourceVersion: '2',
  generation: 1,
  labels: { a: '1' },
  annotations: { b: '1' },
};

test.each([
  { same: true, when: 'only its status moved', metadata: after },
  {
    same: true,
    when: 'the controller noted its revision',
    metadata: { ...after, annotations: { b: '1', 'deployment.kubernetes.io/revision': '2' } },
  },
  { same: false, when: 'its spec changed', metadata: { ...after, generation: 2 } },
  { same: false, when: 'a label changed', metadata: { ...after, labels: { a: '2' } } },
  { same: false, when: 'an annotation went', metadata: { ...after, annotations: {} } },
  { same: false, when: 'it is another object', metadata: { ...after, uid: 'v' } },
])('an apply left the object the same: $same, when $when', ({ same, metadata }) => {
  expect(isSameObject(before, { apiVersion: 'apps/v1', kind: 'Deployment', metadata })).toBe(same);
});

test('without a generation any write counts', () => {
  const { generation: _before, ...plain } = before;
  const { generation: _after, ...metadata } = after;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
  expect(isSameObject(plain, object)).toBe(false);
  expect(isSameObject({ ...plain, resourceVersion: '2' }, object)).toBe(true);
});
