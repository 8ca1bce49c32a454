import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { rolloutRequests } from './rollout-requests.ts';

const Mi = 2 ** 20;
const container = (cpu: string, memory: string, more: object = {}): object => ({
  name: 'c',
  resources: { requests: { cpu, memory } },
  ...more,
});

function workload(kind: string, replicas: number | undefined, spec: object): KubeObject {
  const { template } = { template: { spec } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'a' },
    spec: { ...(replicas === undefined ? {} : { replicas }), template },
  };
}

const one = { containers: [container('500m', '64Mi')] };

test.each([
  {
    what: 'a Deployment counts its pods and one more',
    object: workload('Deployment', 2, one),
    cpu: 1.5,
    memory: 192 * Mi,
  },
  {
    what: 'a Deployment has one pod by default',
    object: workload('Deployment', undefined, one),
    cpu: 1,
    memory: 128 * Mi,
  },
  { what: 'a stopped Deployment needs nothing', object: workload('Deployment', 0, one), cpu: 0, memory: 0 },
  {
    what: 'a StatefulSet replaces its pods one by one',
    object: workload('StatefulSet', 2, one),
    cpu: 1,
    memory: 128 * Mi,
  },
  {
    what: 'the largest init container counts where it needs more than the others together',
    object: workload('StatefulSet', 1, {
      initContainers: [container('2', '32Mi')],
      containers: [container('1', '64Mi')],
    }),
    cpu: 2,
    memory: 64 * Mi,
  },
  {
    what: 'a sidecar counts with the containers',
    object: workload('StatefulSet', 1, {
      initContainers: [container('1', '32Mi', { restartPolicy: 'Always' })],
      containers: [container('1', '64Mi')],
    }),
    cpu: 2,
    memory: 96 * Mi,
  },
  {
    what: 'a limit is the request where there is none',
    object: workload('StatefulSet', 1, {
      containers: [{ name: 'c', resources: { limits: { cpu: '1', memory: '1Mi' } } }],
    }),
    cpu: 1,
    memory: Mi,
  },
  {
    what: 'what runs no pods needs nothing',
    object: { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } },
    cpu: 0,
    memory: 0,
  },
])('$what', ({ object, cpu, memory }) => {
  expect(rolloutRequests([object])).toEqual({ cpu, memory });
});
