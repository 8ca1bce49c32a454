import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { listAt } from '../json.ts';
import { adoptFields } from './adopt-fields.ts';

const live = (managedFields: readonly object[]): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: {
    name: 's',
    annotations: { 'kubectl.kubernetes.io/last-applied-configuration': '{"a secret":1}', mine: '1' },
    managedFields,
  },
});
const status = { manager: 'kubectl', operation: 'Update', subresource: 'status', fieldsV1: { 'f:status': {} } };
const controller = { manager: 'kube-controller-manager', operation: 'Update', fieldsV1: { 'f:a': {} } };

test('what people own becomes ours as one set, what controllers own stays theirs', () => {
  const adopted = adoptFields(
    live([
      { manager: 'kubectl-client-side-apply', operation: 'Update', fieldsV1: { 'f:spec': { 'f:type': {} } } },
      { manager: 'kubectl-edit', operation: 'Update', fieldsV1: { 'f:spec': { 'f:ports': { '.': {} } } } },
      status,
      controller,
    ]),
    'nx-kube',
  );
  expect(listAt(adopted, 'metadata', 'managedFields')).toEqual([
    status,
    controller,
    {
      manager: 'nx-kube',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:type': {}, 'f:ports': { '.': {} } } },
    },
  ]);
  expect(adopted?.metadata.annotations).toEqual({ mine: '1' });
});

test('an object that only controllers wrote is left as it is', () => {
  expect(adoptFields(live([status, controller]), 'nx-kube')).toBeUndefined();
});
