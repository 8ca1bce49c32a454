import { expect, test } from 'vitest';
import { formatRef, refKey, refOf } from './object.ts';

test.each([
  { apiVersion: 'apps/v1', group: 'apps', version: 'v1' },
  { apiVersion: 'v1', group: '', version: 'v1' },
])('an object of $apiVersion belongs to the group "$group"', ({ apiVersion, group, version }) => {
  const object = { apiVersion, kind: 'Thing', metadata: { name: 'a', namespace: 'n' } };
  expect(refOf(object)).toEqual({ group, version, kind: 'Thing', namespace: 'n', name: 'a' });
});

test('an object of the cluster has no namespace', () => {
  const ref = refOf({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'todo-app' } });
  expect(ref).not.toHaveProperty('namespace');
  expect(formatRef(ref)).toBe('Namespace todo-app');
});

test('people see kind, namespace and name', () => {
  const ref = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'todo-app', name: 'backend' };
  expect(formatRef(ref)).toBe('Deployment todo-app/backend');
});

test('the key of an object is the same in every version of its API', () => {
  const ref = { group: 'autoscaling', version: 'v1', kind: 'HorizontalPodAutoscaler', namespace: 'n', name: 'a' };
  expect(refKey({ ...ref, version: 'v2' })).toBe(refKey(ref));
  expect(refKey({ ...ref, name: 'b' })).not.toBe(refKey(ref));
});
