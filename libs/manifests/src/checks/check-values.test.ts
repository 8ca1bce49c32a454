import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { planted, webStack } from '../testing/web-stack.ts';
import { checkObjects } from './check-objects.ts';

const metadata = { name: 'it', namespace: 'demo' };
const pod = ['spec', 'template', 'spec'] as const;
const web = [...pod, 'containers', 0] as const;
const at = 'spec.template.spec.containers[0]';

function pathsOf(objects: readonly KubeObject[], layer: string): readonly string[] {
  return checkObjects(objects)
    .filter(({ rule }) => rule.startsWith(layer))
    .map(({ path }) => path);
}

test.each([
  { fault: 'it ends', path: [...pod, 'restartPolicy'], value: 'Never', issue: `${pod.join('.')}.restartPolicy` },
  { fault: 'it has no container', path: [...pod, 'containers'], value: [], issue: `${pod.join('.')}.containers` },
  { fault: 'it has no image', path: [...web, 'image'], value: undefined, issue: `${at}.image` },
  { fault: 'a variable has two values', path: [...web, 'env', 0, 'value'], value: 'x', issue: `${at}.env[0]` },
  {
    fault: 'a variable has no source',
    path: [...web, 'env', 0, 'valueFrom'],
    value: {},
    issue: `${at}.env[0].valueFrom`,
  },
  { fault: 'a probe asks nothing', path: [...web, 'readinessProbe'], value: {}, issue: `${at}.readinessProbe` },
  {
    fault: 'a probe asks port 0',
    path: [...web, 'readinessProbe', 'httpGet', 'port'],
    value: 0,
    issue: `${at}.readinessProbe.httpGet.port`,
  },
  {
    fault: 'it lives when it answers twice',
    path: [...web, 'livenessProbe'],
    value: { exec: { command: ['true'] }, successThreshold: 2 },
    issue: `${at}.livenessProbe.successThreshold`,
  },
  {
    fault: 'a hook does nothing',
    path: [...web, 'lifecycle'],
    value: { preStop: {} },
    issue: `${at}.lifecycle.preStop`,
  },
  {
    fault: 'a volume is two things',
    path: [...pod, 'volumes', 0, 'configMap'],
    value: { name: 'settings' },
    issue: 'spec.template.spec.volumes[0]',
  },
  {
    fault: 'a mount leaves its volume',
    path: [...web, 'volumeMounts', 0, 'subPath'],
    value: 'a/../../b',
    issue: `${at}.volumeMounts[0].subPath`,
  },
  {
    fault: 'pods are recreated and rolled',
    path: ['spec', 'strategy'],
    value: { type: 'Recreate', rollingUpdate: { maxSurge: 1 } },
    issue: 'spec.strategy.rollingUpdate',
  },
  {
    fault: 'an update cannot move',
    path: ['spec', 'strategy'],
    value: { rollingUpdate: { maxSurge: 0, maxUnavailable: '0%' } },
    issue: 'spec.strategy.rollingUpdate.maxUnavailable',
  },
  {
    fault: 'it gives up at once',
    path: ['spec', 'progressDeadlineSeconds'],
    value: 0,
    issue: 'spec.progressDeadlineSeconds',
  },
])('a Deployment is refused when $fault', ({ path, value, issue }) => {
  expect(pathsOf(planted('Deployment', path, value), 'values/')).toEqual([issue]);
});

const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const port = { name: 'http', port: 80 };
const backend = { service: { name: 'web', port: { number: 80 } } };
const rule = { http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
const target = { kind: 'Deployment', name: 'web' };
const scale = { scaleTargetRef: target, maxReplicas: 3 };

interface Refused {
  readonly apiVersion: string;
  readonly kind: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly issue: string;
}

const refused: readonly Refused[] = [
  { apiVersion: 'v1', kind: 'Service', fields: { spec: {} }, issue: 'spec.ports' },
  { apiVersion: 'v1', kind: 'Service', fields: { spec: { type: 'ExternalName' } }, issue: 'spec.externalName' },
  { apiVersion: 'v1', kind: 'Service', fields: { spec: { ports: [port, { port: 81 }] } }, issue: 'spec.ports[1].name' },
  {
    apiVersion: 'v1',
    kind: 'Service',
    fields: { spec: { ports: [{ ...port, nodePort: 30_000 }] } },
    issue: 'spec.ports[0].nodePort',
  },
  { apiVersion: 'v1', kind: 'Secret', fields: { data: { a: 'no base64' } }, issue: 'data["a"]' },
  { apiVersion: 'v1', kind: 'Secret', fields: { type: 'kubernetes.io/tls', data: { 'tls.crt': '' } }, issue: 'data' },
  { apiVersion: 'v1', kind: 'ConfigMap', fields: { data: { a: 'x'.repeat(2 ** 20 + 1) } }, issue: 'data' },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    fields: { spec: { ...claim, accessModes: [] } },
    issue: 'spec.accessModes',
  },
  {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    fields: { spec: { ...claim, resources: {} } },
    issue: 'spec.resources.requests.storage',
  },
  { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', fields: { spec: {} }, issue: 'spec' },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    fields: { spec: { rules: [{ ...rule, host: 'A.b' }] } },
    issue: 'spec.rules[0].host',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    fields: { spec: { rules: [{ http: { paths: [{ path: 'a', pathType: 'Exact', backend }] } }] } },
    issue: 'spec.rules[0].http.paths[0].path',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    fields: { spec: { podSelector: {}, egress: [{ to: [{}] }] } },
    issue: 'spec.egress[0].to[0]',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    fields: { spec: { podSelector: {}, egress: [{ to: [{ ipBlock: { cidr: '10.0.0/8' } }] }] } },
    issue: 'spec.egress[0].to[0].ipBlock.cidr',
  },
  {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    fields: { spec: { podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 79 }] }] } },
    issue: 'spec.ingress[0].ports[0].endPort',
  },
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    fields: { spec: { ...scale, minReplicas: 4 } },
    issue: 'spec.maxReplicas',
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    fields: { spec: { minAvailable: 1, maxUnavailable: 1 } },
    issue: 'spec',
  },
  {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    fields: { spec: { minAvailable: 'one' } },
    issue: 'spec.minAvailable',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'Role',
    fields: { rules: [{ verbs: [] }] },
    issue: 'rules[0].verbs',
  },
  {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRoleBinding',
    fields: {
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'web' }],
    },
    issue: 'subjects[0].namespace',
  },
];

test.each(refused)('a $kind is refused for its $issue', ({ fields, issue, ...type }) => {
  expect(pathsOf([...webStack(), { ...type, metadata, ...fields }], 'values/')).toEqual([issue]);
});

test.each([
  {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    fields: { spec: { ...scale, scaleTargetRef: { ...target, name: 'x' } } },
    issue: 'spec.scaleTargetRef.name',
  },
  {
    kind: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    fields: { spec: { podSelector: { matchLabels: { app: 'x' } } } },
    issue: 'spec.podSelector',
  },
  {
    kind: 'NetworkPolicy',
    apiVersion: 'networking.k8s.io/v1',
    fields: { spec: { podSelector: {}, ingress: [{ ports: [{ port: 'x' }] }] } },
    issue: 'spec.ingress[0].ports[0].port',
  },
  {
    kind: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    fields: { spec: { selector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['web'] }] } } },
    issue: 'spec.selector',
  },
  {
    kind: 'RoleBinding',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    fields: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'x' } },
    issue: 'roleRef.name',
  },
  {
    kind: 'Ingress',
    apiVersion: 'networking.k8s.io/v1',
    fields: { spec: { defaultBackend: { service: { name: 'web', port: { number: 81 } } } } },
    issue: 'spec.defaultBackend.service.port',
  },
])('a $kind leads nowhere by its $issue', ({ fields, issue, ...type }) => {
  expect(pathsOf([...webStack(), { ...type, metadata, ...fields }], 'links/')).toEqual([issue]);
});
