import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { planted } from '../testing/web-stack.ts';
import { checkObjects, type CheckOptions } from './check-objects.ts';

const pod = ['spec', 'template', 'spec'] as const;
const web = [...pod, 'containers', 0] as const;

function rulesOf(objects: readonly KubeObject[], options: CheckOptions): readonly string[] {
  return checkObjects(objects, options).map(({ rule }) => rule);
}

test.each([
  {
    field: 'appArmorProfile',
    path: [...pod, 'securityContext', 'appArmorProfile'],
    value: { type: 'RuntimeDefault' },
    since: 30,
  },
  { field: 'stopSignal', path: [...web, 'lifecycle'], value: { stopSignal: 'SIGINT' }, since: 33 },
  { field: 'hostnameOverride', path: [...pod, 'hostnameOverride'], value: 'web', since: 34 },
  {
    field: 'sleep before the end',
    path: [...web, 'lifecycle'],
    value: { preStop: { sleep: { seconds: 1 } } },
    since: 29,
  },
  {
    field: 'the image of a volume',
    path: [...pod, 'volumes', 0],
    value: { name: 'tmp', image: { reference: 'web:1' } },
    since: 31,
  },
])('$field is refused for a Kubernetes before 1.$since', ({ path, value, since }) => {
  const objects = planted('Deployment', path, value);
  const before = rulesOf(objects, { kubeVersion: `1.${since - 1}` });
  const from = rulesOf(objects, { kubeVersion: `1.${since}` });
  expect([before, from]).toEqual([['version/newer-field'], []]);
});

test('a sidecar is as old as the oldest Kubernetes that we know', () => {
  const own = { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } };
  const resources = { limits: { memory: '64Mi' } };
  const sidecar = { name: 'side', image: 'side:1', restartPolicy: 'Always', securityContext: own, resources };
  expect(rulesOf(planted('Deployment', [...pod, 'initContainers'], [sidecar]), { kubeVersion: '1.28' })).toEqual([]);
});

const metadata = { name: 'web', namespace: 'demo' };

test.each([
  { api: 'extensions/v1beta1 Ingress', removed: 22, instead: 'networking.k8s.io/v1' },
  { api: 'policy/v1beta1 PodDisruptionBudget', removed: 25, instead: 'policy/v1' },
  { api: 'batch/v1beta1 CronJob', removed: 25, instead: 'batch/v1' },
  { api: 'autoscaling/v2beta1 HorizontalPodAutoscaler', removed: 25, instead: 'autoscaling/v2' },
  { api: 'autoscaling/v2beta2 HorizontalPodAutoscaler', removed: 26, instead: 'autoscaling/v2' },
  { api: 'flowcontrol.apiserver.k8s.io/v1beta2 FlowSchema', removed: 29, instead: 'flowcontrol.apiserver.k8s.io/v1' },
])('$api is refused from Kubernetes 1.$removed on', ({ api, removed, instead }) => {
  const [apiVersion = '', kind = ''] = api.split(' ');
  const [issue] = checkObjects([{ apiVersion, kind, metadata }], { clusterVersion: `1.${Math.max(28, removed)}` });
  expect(issue).toMatchObject({ path: 'apiVersion', rule: 'version/removed-api' });
  expect(issue?.message).toContain(`1.${removed}`);
  expect(issue?.fix).toBe(`write ${instead}`);
});

test.each([
  { state: 'still served', options: { clusterVersion: '1.28' }, rules: [] },
  { state: 'deprecated', options: { clusterVersion: '1.29' }, rules: ['version/deprecated-api'] },
  { state: 'gone', options: { clusterVersion: '1.32' }, rules: ['version/removed-api'] },
  { state: 'to run on all from 1.28 on', options: { kubeVersion: '1.28' }, rules: ['version/removed-api'] },
])('an API version that goes is judged when it is $state', ({ rules, options }) => {
  const object = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1beta3', kind: 'FlowSchema', metadata };
  expect(rulesOf([object], options)).toEqual(rules);
});

test('a kind that the oldest Kubernetes does not have yet is refused', () => {
  const object = { apiVersion: 'flowcontrol.apiserver.k8s.io/v1', kind: 'FlowSchema', metadata };
  expect([rulesOf([object], { clusterVersion: 'v1.34.3' }), rulesOf([object], { kubeVersion: '1.28' })]).toEqual([
    [],
    ['version/newer-api'],
  ]);
});

test.each([
  { apiVersion: 'apps/v1', kind: 'Deploymnt', path: 'kind', fix: 'Deployment' },
  { apiVersion: 'v1', kind: 'Deployment', path: 'apiVersion', fix: 'apps/v1' },
  { apiVersion: 'apps/v2', kind: 'Deployment', path: 'apiVersion', fix: 'apps/v1' },
])('$apiVersion $kind is no kind of Kubernetes', ({ path, fix, ...object }) => {
  const [issue] = checkObjects([{ ...object, metadata }]);
  expect(issue).toMatchObject({ path, rule: 'schema/unknown-kind', fix: expect.stringContaining(fix) as unknown });
});

test.each(['1.27', '2.0', 'latest', '1.'])('%s is no version to check against', (clusterVersion) => {
  expect(() => checkObjects([], { clusterVersion })).toThrow(RangeError);
});
