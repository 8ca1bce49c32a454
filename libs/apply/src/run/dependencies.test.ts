import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { dependenciesOf } from './dependencies.ts';

const inTodo = (kind: string, apiVersion: string, rest: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'x', namespace: 'todo' },
  ...rest,
});

test('a workload needs what its pods read, and its namespace', () => {
  const pod = {
    serviceAccountName: 'backend',
    initContainers: [{ env: [{ valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }] }],
    containers: [{ envFrom: [{ secretRef: { name: 's' } }] }],
    volumes: [{ persistentVolumeClaim: { claimName: 'data' } }],
  };
  const keys = dependenciesOf(inTodo('Deployment', 'apps/v1', { spec: { template: { spec: pod } } }));
  expect([...keys].toSorted()).toEqual([
    '/ConfigMap/todo/c',
    '/Namespace//todo',
    '/PersistentVolumeClaim/todo/data',
    '/Secret/todo/s',
    '/ServiceAccount/todo/backend',
  ]);
});

test('a route needs its services, a binding its role, an autoscaler its target', () => {
  const paths = [{ backend: { service: { name: 'web' } } }];
  expect(
    dependenciesOf(inTodo('Ingress', 'networking.k8s.io/v1', { spec: { rules: [{ http: { paths } }] } })),
  ).toContain('/Service/todo/web');
  const rbac = 'rbac.authorization.k8s.io';
  expect(dependenciesOf(inTodo('RoleBinding', `${rbac}/v1`, { roleRef: { kind: 'Role', name: 'r' } }))).toContain(
    `${rbac}/Role/todo/r`,
  );
  expect(
    dependenciesOf(inTodo('RoleBinding', `${rbac}/v1`, { roleRef: { kind: 'ClusterRole', name: 'r' } })),
  ).toContain(`${rbac}/ClusterRole//r`);
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  expect(dependenciesOf(inTodo('HorizontalPodAutoscaler', 'autoscaling/v2', { spec: { scaleTargetRef } }))).toContain(
    'apps/Deployment/todo/web',
  );
});
