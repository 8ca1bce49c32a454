import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';

import { freeResources, podRequests, requireRoom } from './room.ts';

const GIBIBYTE = 2 ** 30;
const container = (cpu: string, memory: string): object => ({ resources: { requests: { cpu, memory } } });
const node = (spec: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'n' },
  spec,
  status: { allocatable: { cpu: '2', memory: '4Gi' } },
});
const pod = (namespace: string, app: string, phase = 'Running'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'p', namespace, labels: { app, extra: 'x' } },
  spec: { containers: [container('500m', '1Gi')] },
  status: { phase },
});
const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'd', namespace: 'todo-app' },
  spec: { selector: { matchLabels: { app: 'todo' } }, template: { spec: { containers: [] } } },
};
const occupancy = { nodes: [node()], objects: [deployment], namespace: 'todo-app' };

test.each([
  ['our own pods', [pod('todo-app', 'todo')], 2],
  ["somebody else's pods", [pod('kube-system', 'todo'), pod('todo-app', 'other')], 1],
  ['pods that are over', [pod('kube-system', 'x', 'Succeeded'), pod('kube-system', 'x', 'Failed')], 2],
])('%s leave this much CPU', (_, pods, cpu) => {
  expect(freeResources({ ...occupancy, pods }).cpu).toBe(cpu);
});

test('a node that takes no pods offers nothing', () => {
  expect(freeResources({ ...occupancy, nodes: [node({ unschedulable: true })], pods: [] })).toEqual({
    cpu: 0,
    memory: 0,
  });
});

test('a pod needs its containers together, or its largest init container', () => {
  const spec = {
    containers: [container('100m', '1Gi'), container('200m', '1Gi')],
    initContainers: [container('1', '1Gi')],
  };
  const { cpu, memory } = podRequests({ ...pod('a', 'b'), spec });
  expect(cpu).toBe(1);
  expect(memory).toBe(2 * GIBIBYTE);
});

test('a stack that does not fit is refused', () => {
  const free = { cpu: 1, memory: GIBIBYTE };
  expect(() => requireRoom({ cpu: 1, memory: GIBIBYTE }, free)).not.toThrow();
  expect(() => requireRoom({ cpu: 1.1, memory: GIBIBYTE }, free)).toThrow(
    expect.objectContaining({ code: 'NO_ROOM' }) as Error,
  );
});
