import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';

import { routesOf } from './routes.ts';

const ingress = (...rules: object[]): KubeObject => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'in' },
  spec: { rules },
});
const to = (name: string, port: object): object => ({ backend: { service: { name, port } } });
const web: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { ports: [{ name: 'http', port: 3000 }] },
};

test('the rules of the host are its routes, without the host', () => {
  const paths = [
    { path: '/api', pathType: 'Prefix', ...to('api', { number: 8000 }) },
    { path: '/exact', pathType: 'Exact', ...to('web', { name: 'http' }) },
    { ...to('web', { number: 3000 }) },
  ];
  const objects = [
    ingress(
      { host: 'todo.local', http: { paths } },
      { host: 'other.local', http: { paths: [to('x', { number: 1 })] } },
    ),
  ];
  expect(routesOf(objects, [web], 'todo.local')).toEqual([
    { path: '/api', pathType: 'Prefix', service: 'api', port: 8000 },
    { path: '/exact', pathType: 'Exact', service: 'web', port: 3000 },
    { path: '/', pathType: 'Prefix', service: 'web', port: 3000 },
  ]);
});

test('a port that the Service does not have leads nowhere', () => {
  const objects = [ingress({ http: { paths: [to('web', { name: 'grpc' })] } })];
  expect(routesOf(objects, [web], 'todo.local')).toEqual([]);
});
