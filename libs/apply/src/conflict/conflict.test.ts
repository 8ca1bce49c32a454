import { expect, test } from 'vitest';
import { conflictPolicy, fieldConflicts } from './classify.ts';
import { immutableChange } from './immutable.ts';
import { removeField } from './remove-field.ts';

test.each([
  {
    policy: 'take',
    managers: ['kubectl', 'kubectl-edit', 'kubectl-client-side-apply', 'k9s', 'nx-kube', 'before-first-apply'],
  },
  { policy: 'yield', managers: ['kube-controller-manager', 'vpa-updater', 'keda', 'cert-manager-cainjector'] },
  { policy: 'refuse', managers: ['helm', 'argocd-controller', 'kustomize-controller', 'someone', 'unknown'] },
])('fields of these managers: $policy', ({ policy, managers }) => {
  expect(managers.map((manager) => conflictPolicy({ manager, field: '.spec.replicas' }))).toEqual(
    managers.map(() => policy),
  );
});

test('only field conflicts are read out of a 409', () => {
  const cause = {
    reason: 'FieldManagerConflict',
    message: 'conflict with "kubectl-edit" using apps/v1',
    field: '.spec.replicas',
  };
  expect(fieldConflicts({ reason: 'Conflict', details: { causes: [cause, { reason: 'Other' }] } })).toEqual([
    { manager: 'kubectl-edit', field: '.spec.replicas' },
  ]);
  expect(fieldConflicts({ reason: 'AlreadyExists' })).toEqual([]);
});

test.each([
  { field: '.spec.replicas', value: { spec: { replicas: 1, a: 2 } }, left: { spec: { a: 2 } } },
  {
    field: '.metadata.annotations.a.b/c',
    value: { metadata: { annotations: { 'a.b/c': '1', a: '2' } } },
    left: { metadata: { annotations: { a: '2' } } },
  },
  {
    field: '.l[name="x"].image',
    value: {
      l: [
        { name: 'x', image: 'i' },
        { name: 'y', image: 'j' },
      ],
    },
    left: { l: [{ name: 'x' }, { name: 'y', image: 'j' }] },
  },
  {
    field: '.p[port=80,protocol="TCP"]',
    value: {
      p: [
        { port: 80, protocol: 'TCP' },
        { port: 81, protocol: 'TCP' },
      ],
    },
    left: { p: [{ port: 81, protocol: 'TCP' }] },
  },
  { field: '.not.there', value: { a: 1 }, left: { a: 1 } },
])('$field is taken out of the payload', ({ field, value, left }) => {
  expect(removeField<unknown>(value, field)).toEqual(left);
});

const ref = { group: 'apps', version: 'v1', kind: 'StatefulSet', namespace: 'todo', name: 'postgres' };
const invalid = (message: string, reason = 'FieldValueForbidden') => ({
  reason: 'Invalid',
  message,
  details: { causes: [{ reason, message, field: 'spec' }] },
});

test('a change of an immutable field is told from a wrong value', () => {
  const body = invalid('Forbidden: updates to statefulset spec for fields other than replicas, template are forbidden');
  expect(immutableChange(ref, body)).toMatchObject({ fields: ['spec'], remedy: 'refuse' });
  expect(immutableChange(ref, invalid('Invalid value: -1: must be greater than or equal to 0'))).toBeUndefined();
});

test('only what loses nothing is made anew', () => {
  const remedy = (group: string, kind: string) =>
    immutableChange({ ...ref, group, kind }, invalid('field is immutable'))?.remedy;
  expect(remedy('batch', 'Job')).toBe('recreate');
  expect(remedy('', 'PersistentVolumeClaim')).toBe('refuse');
  expect(remedy('apps', 'Deployment')).toBe('refuse');
});
