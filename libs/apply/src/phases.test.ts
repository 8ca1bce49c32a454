import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { orderObjects } from './phases.ts';

const object = (apiVersion: string, kind: string, name = 'a'): KubeObject => ({ apiVersion, kind, metadata: { name } });

test('objects are grouped so that each phase needs only what came before', () => {
  const phases = orderObjects([
    object('networking.k8s.io/v1', 'Ingress'),
    object('example.com/v1', 'Widget'),
    object('apps/v1', 'StatefulSet'),
    object('v1', 'Service'),
    object('v1', 'Secret'),
    object('rbac.authorization.k8s.io/v1', 'RoleBinding'),
    object('rbac.authorization.k8s.io/v1', 'Role'),
    object('apiextensions.k8s.io/v1', 'CustomResourceDefinition'),
    object('v1', 'Namespace'),
  ]);
  expect(phases.map(({ name, objects }) => [name, objects.map(({ kind }) => kind)])).toEqual([
    ['namespaces', ['Namespace']],
    ['definitions', ['CustomResourceDefinition']],
    ['access', ['Role']],
    ['bindings', ['RoleBinding']],
    ['config', ['Secret']],
    ['services', ['Service']],
    ['workloads', ['StatefulSet', 'Widget']],
    ['routes', ['Ingress']],
  ]);
});

test('the order does not depend on the order of the stack', () => {
  const objects = ['c', 'a', 'b'].map((name) => object('v1', 'ConfigMap', name));
  expect(orderObjects(objects)).toEqual(orderObjects(objects.toReversed()));
});
