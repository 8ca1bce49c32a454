import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { normaliseObjects, scopesInSet } from './normalise.ts';

const cluster = new Set(['Namespace', 'ClusterRole']);
const scopeOf = (_apiVersion: string, kind: string): boolean => !cluster.has(kind);
const normalise = (...objects: KubeObject[]) => normaliseObjects(objects, { namespace: 'todo', scopeOf });
const podOf = (container: object, kind = 'Deployment'): KubeObject => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'app' },
  spec: { template: { spec: { containers: [{ name: 'app', ...container }] } } },
});

test('status, server fields and nulls are not sent', () => {
  const { objects, issues } = normalise({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'a', uid: 'u', resourceVersion: '1', generation: 2, managedFields: [], creationTimestamp: null },
    data: { kept: '1', dropped: null },
    status: {},
  });
  expect(issues).toEqual([]);
  expect(objects).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'todo' }, data: { kept: '1' } },
  ]);
});

test('the text of a Secret becomes data, and wins over data of the same key', () => {
  const { objects } = normalise({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 's' },
    data: { a: 'b2xk', b: 'Yg==' },
    stringData: { a: 'new' },
  });
  expect(objects[0]?.['data']).toEqual({ a: 'bmV3', b: 'Yg==' });
  expect(objects[0]?.['stringData']).toBeUndefined();
});

test('ports say their protocol, in Services and in containers', () => {
  const service: KubeObject = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 's' },
    spec: { ports: [{ port: 80 }, { port: 53, protocol: 'UDP' }] },
  };
  const { objects } = normalise(service, podOf({ ports: [{ containerPort: 80 }] }));
  expect(objects[0]).toMatchObject({
    spec: {
      ports: [
        { port: 80, protocol: 'TCP' },
        { port: 53, protocol: 'UDP' },
      ],
    },
  });
  expect(objects[1]).toMatchObject({
    spec: { template: { spec: { containers: [{ ports: [{ containerPort: 80, protocol: 'TCP' }] }] } } },
  });
});

test.each([
  {
    list: 'env',
    container: {
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    },
    path: 'containers[0].env',
  },
  { list: 'ports', container: { ports: [{ containerPort: 80 }, { containerPort: 80 }] }, path: 'containers[0].ports' },
  {
    list: 'volumeMounts',
    container: { volumeMounts: [{ mountPath: '/a' }, { mountPath: '/a' }] },
    path: 'volumeMounts',
  },
])('two items with one key in $list are an issue with its path', ({ container, path }) => {
  const { issues } = normalise(podOf(container));
  expect(issues).toHaveLength(1);
  expect(issues[0]).toContain(path);
});

test('the same port for TCP and UDP is no duplicate', () => {
  const ports = [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }];
  expect(normalise(podOf({ ports })).issues).toEqual([]);
});

test.each([
  { what: 'an object that is there twice', objects: [podOf({}), podOf({})] },
  {
    what: 'a namespace on a cluster-wide object',
    objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', namespace: 'b' } }],
  },
  {
    what: 'an object without a name',
    objects: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { generateName: 'a-', name: '' } }],
  },
  {
    what: 'a label that only we may set',
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', labels: { 'applyset.kubernetes.io/part-of': 'x' } },
      },
    ],
  },
])('$what is an issue', ({ objects }) => {
  expect(normalise(...objects).issues).toHaveLength(1);
});

test('a namespace that an object names is left, a cluster-wide object gets none', () => {
  const { objects } = normalise(
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'other' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'todo' } },
  );
  expect(objects.map((object) => object.metadata.namespace)).toEqual(['other', undefined]);
});

test('the scope of a custom kind is known from its definition in the set', () => {
  const scopes = scopesInSet([
    {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Cluster',
        names: { kind: 'Widget' },
        versions: [{ name: 'v1' }, { name: 'v2' }],
      },
    },
  ]);
  expect([...scopes]).toEqual([
    ['example.com/v1 Widget', false],
    ['example.com/v2 Widget', false],
  ]);
});
