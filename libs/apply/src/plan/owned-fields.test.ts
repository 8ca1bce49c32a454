import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { ownedFields } from './owned-fields.ts';
import { ownedHash } from './hash.ts';

const fieldsV1 = {
  'f:spec': {
    'f:replicas': {},
    'f:template': {
      'f:spec': {
        'f:containers': { 'k:{"name":"app"}': { '.': {}, 'f:name': {}, 'f:image': {} } },
        'f:finalizers': { 'v:"a"': {} },
      },
    },
  },
};

function live(o: { image?: string; replicas?: number; sidecar?: boolean; fields?: unknown }): KubeObject {
  const containers = [{ name: 'app', image: o.image ?? 'app:1', env: [] }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: {
      name: 'app',
      managedFields: [
        { manager: 'nx-kube', operation: 'Apply', subresource: 'status', fieldsV1: {} },
        { manager: 'nx-kube', operation: 'Apply', fieldsV1: o.fields ?? fieldsV1 },
      ],
    },
    spec: {
      replicas: o.replicas ?? 2,
      template: {
        spec: { containers: o.sidecar ? [{ name: 'mesh' }, ...containers] : containers, finalizers: ['a', 'b'] },
      },
    },
  };
}

test('the fields that we applied are taken out of a live object, list items by their keys', () => {
  expect(ownedFields(live({ sidecar: true }), 'nx-kube')).toEqual({
    'f:spec': {
      'f:replicas': 2,
      'f:template': {
        'f:spec': {
          'f:containers': { 'k:{"name":"app"}': { 'f:name': 'app', 'f:image': 'app:1' } },
          'f:finalizers': { 'v:"a"': 'a' },
        },
      },
    },
  });
});

test('what others add changes nothing, what is ours does', () => {
  const hash = ownedHash(live({}), 'key');
  expect(ownedHash(live({ sidecar: true }), 'key')).toBe(hash);
  expect(ownedHash(live({ image: 'app:2' }), 'key')).not.toBe(hash);
});

test('a field that someone took over counts as changed even if it has our value', () => {
  const fewer = { 'f:spec': { 'f:template': fieldsV1['f:spec']['f:template'] } };
  expect(ownedHash(live({ fields: fewer }), 'key')).not.toBe(ownedHash(live({}), 'key'));
});

test('an object that we never applied has no fields of ours', () => {
  expect(ownedHash({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } }, 'key')).toBe('');
});
