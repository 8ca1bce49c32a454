import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';

import { endpointsOf } from './endpoints.ts';

const service = (targetPort?: number | string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web' },
  spec: { selector: { app: 'web' }, ports: [{ port: 80, ...(targetPort === undefined ? {} : { targetPort }) }] },
});
const pod = (name: string, ready = true, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: 'web' }, ...more },
  spec: { containers: [{ ports: [{ name: 'http', containerPort: 3000 }] }] },
  status: { conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
});

test.each([
  [undefined, 80],
  [3000, 3000],
  ['http', 3000],
])('the target port %s of a ready pod is %d', (target, port) => {
  expect(endpointsOf(service(target), 80, [pod('web-1')])).toEqual([{ pod: 'web-1', port }]);
});

test('who is not ready, is about to go, or belongs to somebody else gets nothing', () => {
  const others = [
    pod('web-1', false),
    pod('web-2', true, { deletionTimestamp: '2026-01-31T08:00:00Z' }),
    pod('api-1', true, { labels: { app: 'api' } }),
  ];
  expect(endpointsOf(service(3000), 80, others)).toEqual([]);
});

test('a port that the Service or the pod does not have leads nowhere', () => {
  expect(endpointsOf(service(3000), 81, [pod('web-1')])).toEqual([]);
  expect(endpointsOf(service('grpc'), 80, [pod('web-1')])).toEqual([]);
});
