import type { ObjectRef } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { pending } from '../inventory/inventory.ts';
import type { LiveObject } from './live-object.ts';
import { planDestroy } from './plan-destroy.ts';

const namespace = 'todo';
const claim: ObjectRef = {
  group: '',
  version: 'v1',
  kind: 'PersistentVolumeClaim',
  namespace,
  name: 'data-postgres-0',
};
const refs: readonly ObjectRef[] = [
  { group: '', version: 'v1', kind: 'Namespace', name: namespace },
  { group: '', version: 'v1', kind: 'Secret', namespace, name: 'todo-secrets' },
  { group: '', version: 'v1', kind: 'ConfigMap', namespace, name: 'todo-config' },
  { group: 'apps', version: 'v1', kind: 'Deployment', namespace, name: 'backend' },
  { group: 'networking.k8s.io', version: 'v1', kind: 'Ingress', namespace, name: 'todo' },
];
const objects = refs.map((ref): LiveObject => ({
  ref,
  uid: `uid-${ref.name}`,
  resourceVersion: '1',
  labels: {},
  annotations: {},
  terminating: false,
  controlled: false,
}));
const claims = [pending(claim, 'uid-claim')];

test('data stays, the rest goes in the reverse order of an apply', () => {
  const plan = planDestroy({ objects, claims, deleteData: false });
  expect(plan.steps.map((step) => step.map(({ ref }) => ref.kind))).toEqual([
    ['Ingress'],
    ['Deployment'],
    ['ConfigMap'],
  ]);
  expect(plan.kept.map(({ ref }) => ref.kind)).toEqual(['Namespace', 'Secret', 'PersistentVolumeClaim']);
});

test('with the data asked for, only the namespace is left to a look at what lives in it', () => {
  const plan = planDestroy({ objects, claims, deleteData: true });
  expect(plan.steps.map((step) => step.map(({ ref }) => ref.kind))).toEqual([
    ['Ingress'],
    ['Deployment'],
    ['Secret', 'ConfigMap', 'PersistentVolumeClaim'],
  ]);
  expect(plan.kept.map(({ ref }) => ref.kind)).toEqual(['Namespace']);
});
