import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { readiness } from './readiness.ts';

const live = (apiVersion: string, kind: string, rest: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name: 'it', namespace: 'todo-app', generation: 2 },
  ...rest,
});
const replicaSet = (status: object): KubeObject =>
  live('apps/v1', 'ReplicaSet', { spec: { replicas: 2 }, status: { observedGeneration: 2, ...status } });
const autoscaler = (...conditions: object[]): KubeObject =>
  live('autoscaling/v2', 'HorizontalPodAutoscaler', { status: { conditions } });
const apiService = (status: string): KubeObject =>
  live('apiregistration.k8s.io/v1', 'APIService', { status: { conditions: [{ type: 'Available', status }] } });

test.each([
  ['ready', 'a ReplicaSet whose replicas are available', replicaSet({ replicas: 2, availableReplicas: 2 })],
  ['pending', 'a ReplicaSet that lacks one', replicaSet({ replicas: 2, availableReplicas: 1 })],
  ['pending', 'a ReplicaSet with one too many', replicaSet({ replicas: 3, availableReplicas: 3 })],
  [
    'pending',
    'a ReplicaSet of an older spec',
    replicaSet({ replicas: 2, availableReplicas: 2, observedGeneration: 1 }),
  ],
  ['ready', 'an autoscaler without metrics', autoscaler({ type: 'ScalingActive', status: 'False', reason: 'X' })],
  ['pending', 'an autoscaler without its target', autoscaler({ type: 'AbleToScale', status: 'False', reason: 'X' })],
  ['ready', 'an autoscaler that nobody reported on', autoscaler()],
  ['ready', 'an API that answers', apiService('True')],
  ['pending', 'an API that does not', apiService('False')],
  ['ready', 'a CronJob', live('batch/v1', 'CronJob', { status: {} })],
] as const)('%s: %s', (state, _, object) => {
  expect(readiness(object).state).toBe(state);
});
