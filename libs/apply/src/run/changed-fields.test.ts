import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { changedFields } from './changed-fields.ts';

const deployment = (o: { image: string; env?: string; replicas?: number; rv: string }): KubeObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'app', resourceVersion: o.rv, managedFields: [o.rv] },
  spec: {
    replicas: o.replicas ?? 1,
    template: {
      spec: { containers: [{ name: 'app', image: o.image, env: o.env ? [{ name: 'A', value: o.env }] : [] }] },
    },
  },
  status: { rv: o.rv },
});

test('changed fields are named by path, list items by name, without values', () => {
  const before = deployment({ image: 'app:1', rv: '1' });
  const after = deployment({ image: 'app:2', env: 'secret', replicas: 2, rv: '2' });
  expect(changedFields(before, after)).toEqual([
    '.spec.replicas',
    '.spec.template.spec.containers[app].env[A]',
    '.spec.template.spec.containers[app].image',
  ]);
});

test('what the server alone writes is no change', () => {
  expect(changedFields(deployment({ image: 'a', rv: '1' }), deployment({ image: 'a', rv: '2' }))).toEqual([]);
});
