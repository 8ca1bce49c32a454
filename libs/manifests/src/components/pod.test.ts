import type { PodSpec } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { podViolations } from '../checks/check-pod-security.ts';
import { inDemo, openScope, plainScope } from '../testing/scope.ts';
import { container } from './container.ts';
import { pod, type PodOptions } from './pod.ts';

const image = { repository: 'web', tag: '1' };
const amount = { cpu: '1', memory: '64Mi' };
const runtime = container(image, { limits: amount, requests: amount });
const options: PodOptions = { component: 'web', serviceAccount: 'web', container: { name: 'web', ...runtime } };

test('a pod meets Pod Security restricted by itself', () => {
  const { spec } = inDemo(pod(plainScope, options)) as { spec: PodSpec };
  expect(podViolations(spec, 28)).toEqual([]);
});

test('a pod says nothing about nodes and registries until an installer does', () => {
  const { spec } = inDemo(pod(openScope, options)) as { spec: object };
  for (const field of ['nodeSelector', 'tolerations', 'affinity', 'imagePullSecrets'])
    expect(spec).not.toHaveProperty(field);
  const placement = {
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ operator: 'Exists' }],
    affinity: { nodeAffinity: {} },
    imagePullSecrets: [{ name: 'registry' }],
  };
  expect(inDemo(pod(openScope, options), placement)).toMatchObject({ spec: placement });
});

test('labels and annotations of an installer do not replace ours', () => {
  const tree = pod(openScope, { ...options, annotations: { 'checksum/config': 'x' } });
  const extras = { podLabels: { app: 'other', zone: 'b' }, podAnnotations: { 'checksum/config': 'y', more: 'z' } };
  expect(inDemo(tree, extras)).toMatchObject({
    metadata: {
      labels: { app: 'demo', component: 'web', zone: 'b' },
      annotations: { 'checksum/config': 'x', 'kubectl.kubernetes.io/default-container': 'web', more: 'z' },
    },
  });
});

test('every container can write to /tmp, and what it mounts besides stays', () => {
  const mount = { name: 'data', mountPath: '/data' };
  const tree = pod(plainScope, {
    ...options,
    initContainers: [{ name: 'before', ...runtime }],
    container: { name: 'web', ...runtime, volumeMounts: [mount] },
    volumes: [{ name: 'data', emptyDir: {} }],
  });
  const tmp = { name: 'tmp', mountPath: '/tmp' };
  expect(inDemo(tree)).toMatchObject({
    spec: {
      initContainers: [{ volumeMounts: [tmp] }],
      containers: [{ volumeMounts: [mount, tmp] }],
      volumes: [{ name: 'data' }, { name: 'tmp' }],
    },
  });
});
