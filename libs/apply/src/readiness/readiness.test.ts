import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { readiness } from './readiness.ts';

const object = (apiVersion: string, kind: string, rest: object, metadata: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'it', namespace: 'todo-app', generation: 2, ...metadata },
  ...rest,
});
const deployment = (status: object, spec: object = { replicas: 2 }): KubeObject =>
  object('apps/v1', 'Deployment', { spec, status: { observedGeneration: 2, ...status } });
const statefulSet = (status: object, spec: object = { replicas: 1 }): KubeObject =>
  object('apps/v1', 'StatefulSet', { spec, status: { observedGeneration: 2, ...status } });
const done = { replicas: 2, updatedReplicas: 2, availableReplicas: 2 };
const claim = (spec: object): KubeObject =>
  object('v1', 'PersistentVolumeClaim', { spec, status: { phase: 'Pending' } });
const conditions = (...list: object[]): object => ({ status: { conditions: list } });

test.each([
  ['ready', 'every replica is updated and available', deployment(done)],
  ['pending', 'the controller has not seen the new spec', deployment({ ...done, observedGeneration: 1 })],
  ['pending', 'no controller has seen it', object('apps/v1', 'Deployment', { spec: {} })],
  ['pending', 'an old replica still runs', deployment({ ...done, replicas: 3 })],
  ['pending', 'the new ones are too few', deployment({ ...done, updatedReplicas: 1 })],
  ['pending', 'one is not available', deployment({ ...done, availableReplicas: 1 })],
  ['ready', 'it is paused', deployment({}, { paused: true })],
  [
    'failed',
    'its deadline is over',
    deployment({ conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded' }] }),
  ],
] as const)('a Deployment is %s when %s', (state, _, it) => {
  expect(readiness(it).state).toBe(state);
});

test.each([
  ['ready', 'all are ready and of one revision', statefulSet({ replicas: 1, readyReplicas: 1, updatedReplicas: 1 })],
  ['pending', 'none is ready', statefulSet({ replicas: 1 })],
  [
    'pending',
    'the revisions differ',
    statefulSet({ replicas: 1, readyReplicas: 1, updatedReplicas: 1, currentRevision: 'a', updateRevision: 'b' }),
  ],
] as const)('a StatefulSet is %s when %s', (state, _, it) => {
  expect(readiness(it).state).toBe(state);
});

test.each([
  ['failed', 'a failed Pod', object('v1', 'Pod', { status: { phase: 'Failed' } })],
  ['pending', 'a Pod that is not ready', object('v1', 'Pod', { status: { phase: 'Running' } })],
  ['pending', 'a running Job', object('batch/v1', 'Job', { status: { active: 1 } })],
  ['ready', 'a complete Job', object('batch/v1', 'Job', conditions({ type: 'Complete', status: 'True' }))],
  ['failed', 'a failed Job', object('batch/v1', 'Job', conditions({ type: 'Failed', status: 'True' }))],
  ['ready', 'a ConfigMap', object('v1', 'ConfigMap', { data: {} })],
  ['ready', 'a claim that waits for its pod', claim({ storageClassName: 'standard' })],
  ['pending', 'a claim that no class provides for', claim({})],
  ['pending', 'an object that is being deleted', object('v1', 'ConfigMap', {}, { deletionTimestamp: 'now' })],
  [
    'pending',
    'a custom object that is not ready',
    object('x.io/v1', 'X', conditions({ type: 'Ready', status: 'False' })),
  ],
  ['failed', 'a custom object that stalls', object('x.io/v1', 'X', conditions({ type: 'Stalled', status: 'True' }))],
  [
    'pending',
    'a custom object whose Ready is old',
    object('x.io/v1', 'X', conditions({ type: 'Ready', status: 'True', observedGeneration: 1 })),
  ],
] as const)('%s: %s', (state, _, it) => {
  expect(readiness(it).state).toBe(state);
});
