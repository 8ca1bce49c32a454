import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { evaluate } from '../evaluate.ts';
import { holes } from '../hole/holes.ts';
import { inDemo, plainScope } from '../testing/scope.ts';
import { service, type ServiceOptions } from './service.ts';

const amount = { cpu: '100m', memory: '64Mi' };
const options: ServiceOptions = {
  name: 'web',
  port: 8080,
  image: { repository: 'web', tag: '1' },
  replicas: 2,
  resources: { limits: amount, requests: amount },
};

function objectsOf(more: Partial<ServiceOptions> = {}): readonly KubeObject[] {
  return Object.values(service(plainScope, { ...options, ...more })).map((tree) => inDemo(tree) as KubeObject);
}

function deploymentOf(more: Partial<ServiceOptions> = {}): KubeObject | undefined {
  return objectsOf(more).find(({ kind }) => kind === 'Deployment');
}

test('a service stands alone, with plain values', () => {
  expect(objectsOf().map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual([
    'ServiceAccount web',
    'Service web',
    'Deployment web',
    'PodDisruptionBudget web',
  ]);
  expect(deploymentOf()).toMatchObject({
    spec: {
      replicas: 2,
      template: {
        spec: {
          containers: [
            {
              image: 'web:1',
              ports: [{ name: 'http', containerPort: 8080 }],
              env: [{ name: 'PORT', value: '8080' }],
              readinessProbe: { httpGet: { path: '/ready', port: 'http' } },
            },
          ],
        },
      },
    },
  });
});

test('more ports are those of the pods alone', () => {
  const objects = objectsOf({ podPorts: { metrics: 9464 } });
  const found = objects.find(({ kind }) => kind === 'Service');
  expect(found).toMatchObject({ spec: { ports: [{ name: 'http', port: 8080, targetPort: 'http' }] } });
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'metrics', containerPort: 9464 },
  ];
  const deployment = objects.find(({ kind }) => kind === 'Deployment');
  expect(deployment).toMatchObject({ spec: { template: { spec: { containers: [{ ports }] } } } });
});

test('one pod that is never two has no disruption budget', () => {
  expect(objectsOf({ replicas: 1 }).map(({ kind }) => kind)).not.toContain('PodDisruptionBudget');
});

test('the port, the probes and the container can be others', () => {
  const probes = { readinessProbe: { grpc: { port: 8080 } } };
  const deployment = deploymentOf({ portName: 'grpc', probes, container: { args: ['--fast'] } });
  const container = { ports: [{ name: 'grpc', containerPort: 8080 }], ...probes, args: ['--fast'] };
  expect(deployment).toMatchObject({ spec: { template: { spec: { containers: [container] } } } });
  expect(deployment).not.toHaveProperty('spec.template.spec.containers[0].livenessProbe');
});

test('what runs before has the same image, and its own variables', () => {
  const before = { name: 'migrate', command: ['migrate'], env: { MODE: 'once' } };
  expect(deploymentOf({ before, env: { MODE: 'on' } })).toMatchObject({
    spec: {
      template: {
        spec: {
          initContainers: [{ name: 'migrate', image: 'web:1', env: [{ name: 'MODE', value: 'once' }] }],
          containers: [{ env: [{ name: 'PORT' }, { name: 'MODE', value: 'on' }] }],
        },
      },
    },
  });
});

test('the result is plain data: any field of it can be replaced', () => {
  const { deployment } = service(plainScope, options);
  const changed = { ...deployment, spec: { ...deployment.spec, minReadySeconds: 5 } };
  expect(inDemo(changed)).toMatchObject({ kind: 'Deployment', spec: { minReadySeconds: 5, replicas: 2 } });
});

test('variables of an installer come after those of the service', () => {
  const v = holes(z.strictObject({ extraEnv: z.array(z.strictObject({ name: z.string(), value: z.string() })) }));
  const { deployment } = service(plainScope, { ...options, env: { A: '1' }, extraEnv: v.extraEnv });
  const values = { extraEnv: [{ name: 'B', value: '2' }] };
  const filled = evaluate(deployment, { values, release: { Name: 'r', Namespace: 'n' } });
  const env = [
    { name: 'PORT', value: '8080' },
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ];
  expect(filled).toMatchObject({ spec: { template: { spec: { containers: [{ env }] } } } });
});
