import type { KubeObject } from '@nx-kube/kube';
import { expect, test } from 'vitest';
import { planted, webStack } from '../testing/web-stack.ts';
import { checkObjects } from './check-objects.ts';

const pod = ['spec', 'template', 'spec'] as const;
const web = [...pod, 'containers', 0] as const;
const at = 'spec.template.spec.containers[0]';
const deployment = 'Deployment demo/web';

test('a sound stack has no issue', () => {
  expect(checkObjects(webStack())).toEqual([]);
});

test('a kind that we do not know passes', () => {
  const custom = {
    apiVersion: 'example.com/v1',
    kind: 'Widget',
    metadata: { name: 'a', namespace: 'demo' },
    size: 'x',
  };
  expect(checkObjects([...webStack(), custom])).toEqual([]);
});

test.each([
  { fault: 'a field is misspelt', path: ['spec', 'replica'], value: 3, issue: 'spec.replica' },
  { fault: 'a field of a container is misspelt', path: [...web, 'imge'], value: 'x', issue: `${at}.imge` },
  { fault: 'a count is a text', path: ['spec', 'replicas'], value: 'three', issue: 'spec.replicas' },
  { fault: 'a count is no whole number', path: ['spec', 'replicas'], value: 1.5, issue: 'spec.replicas' },
  { fault: 'a count is negative', path: ['spec', 'replicas'], value: -1, issue: 'spec.replicas' },
  {
    fault: 'a text is none of those allowed',
    path: [...web, 'imagePullPolicy'],
    value: 'Sometimes',
    issue: `${at}.imagePullPolicy`,
  },
  {
    fault: 'a quantity is a word',
    path: [...web, 'resources', 'limits', 'cpu'],
    value: 'half',
    issue: `${at}.resources.limits.cpu`,
  },
  {
    fault: 'a quantity has a space',
    path: [...web, 'resources', 'limits', 'memory'],
    value: '1 Gi',
    issue: `${at}.resources.limits.memory`,
  },
  {
    fault: 'a request is above its limit',
    path: [...web, 'resources', 'requests', 'memory'],
    value: '1Gi',
    issue: `${at}.resources.requests.memory`,
  },
  {
    fault: 'memory has no limit',
    path: [...web, 'resources', 'limits'],
    value: { cpu: '1' },
    issue: `${at}.resources.limits.memory`,
  },
  {
    fault: 'a variable is a number',
    path: [...web, 'env', 0],
    value: { name: 'A', value: 1 },
    issue: `${at}.env[0].value`,
  },
  { fault: 'a variable is null', path: [...web, 'env'], value: null, issue: `${at}.env` },
  { fault: 'a list is a map', path: [...web, 'env'], value: { A: '1' }, issue: `${at}.env` },
  { fault: 'a required field is missing', path: ['spec', 'selector'], value: undefined, issue: 'spec.selector' },
  { fault: 'a container has no name', path: [...web, 'name'], value: undefined, issue: `${at}.name` },
  { fault: 'a name has capitals', path: ['metadata', 'name'], value: 'Web_1', issue: 'metadata.name' },
  { fault: 'a container name has dots', path: [...web, 'name'], value: 'a.b', issue: `${at}.name` },
  { fault: 'a label has a space', path: ['metadata', 'labels'], value: { a: 'b c' }, issue: 'metadata.labels.a' },
  {
    fault: 'a label key has a space',
    path: ['metadata', 'labels'],
    value: { 'a b': 'c' },
    issue: 'metadata.labels["a b"]',
  },
  {
    fault: 'a port is too high',
    path: [...web, 'ports', 0, 'containerPort'],
    value: 70000,
    issue: `${at}.ports[0].containerPort`,
  },
  {
    fault: 'a selector misses its pods',
    path: ['spec', 'selector', 'matchLabels'],
    value: { app: 'x' },
    issue: 'spec.selector',
  },
  { fault: 'a variable is there twice', path: [...web, 'env', 1, 'name'], value: 'LEVEL', issue: `${at}.env[1].name` },
  {
    fault: 'a volume is there twice',
    path: [...pod, 'volumes'],
    value: [
      { name: 'tmp', emptyDir: {} },
      { name: 'tmp', emptyDir: {} },
    ],
    issue: 'spec.template.spec.volumes[1].name',
  },
  {
    fault: 'a mount has no volume',
    path: [...web, 'volumeMounts', 0, 'name'],
    value: 'temp',
    issue: `${at}.volumeMounts[0].name`,
  },
  {
    fault: 'a ConfigMap is missing',
    path: [...web, 'env', 0, 'valueFrom', 'configMapKeyRef', 'name'],
    value: 'x',
    issue: `${at}.env[0].valueFrom.configMapKeyRef.name`,
  },
  {
    fault: 'a key is missing',
    path: [...web, 'env', 1, 'valueFrom', 'secretKeyRef', 'key'],
    value: 'x',
    issue: `${at}.env[1].valueFrom.secretKeyRef.key`,
  },
  {
    fault: 'a claim is missing',
    path: [...pod, 'volumes', 0],
    value: { name: 'tmp', persistentVolumeClaim: { claimName: 'x' } },
    issue: 'spec.template.spec.volumes[0].persistentVolumeClaim.claimName',
  },
  {
    fault: 'a projected Secret is missing',
    path: [...pod, 'volumes', 0],
    value: { name: 'tmp', projected: { sources: [{ secret: { name: 'x' } }] } },
    issue: 'spec.template.spec.volumes[0].projected.sources[0].secret.name',
  },
  {
    fault: 'a file of a ConfigMap is missing',
    path: [...pod, 'volumes', 0],
    value: { name: 'tmp', configMap: { name: 'settings', items: [{ key: 'x', path: 'x' }] } },
    issue: 'spec.template.spec.volumes[0].configMap.items[0].key',
  },
  {
    fault: 'a ServiceAccount is missing',
    path: [...pod, 'serviceAccountName'],
    value: 'x',
    issue: 'spec.template.spec.serviceAccountName',
  },
  {
    fault: 'a probe asks a port that is not there',
    path: [...web, 'readinessProbe', 'httpGet', 'port'],
    value: 'x',
    issue: `${at}.readinessProbe.httpGet.port`,
  },
  {
    fault: 'a container may become root',
    path: [...web, 'securityContext'],
    value: {},
    issue: `${at}.securityContext.allowPrivilegeEscalation`,
  },
])('it is an issue of the Deployment when $fault', ({ path, value, issue }) => {
  const issues = checkObjects(planted('Deployment', path, value)).filter(({ object }) => object.includes('Deployment'));
  expect(issues.map((found) => found.path)).toContain(issue);
});

test.each([
  {
    fault: 'a Service selects nothing',
    kind: 'Service',
    path: ['spec', 'selector', 'app'],
    value: 'x',
    issue: 'spec.selector',
  },
  {
    fault: 'a Service asks for a port that no pod has',
    kind: 'Service',
    path: ['spec', 'ports', 0, 'targetPort'],
    value: 'x',
    issue: 'spec.ports[0].targetPort',
  },
  {
    fault: 'a Service has a port of 0',
    kind: 'Service',
    path: ['spec', 'ports', 0, 'port'],
    value: 0,
    issue: 'spec.ports[0].port',
  },
  {
    fault: 'a disruption budget selects nothing',
    kind: 'PodDisruptionBudget',
    path: ['spec', 'selector', 'matchLabels', 'app'],
    value: 'x',
    issue: 'spec.selector',
  },
  {
    fault: 'an Ingress leads to no Service',
    kind: 'Ingress',
    path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'name'],
    value: 'x',
    issue: 'spec.rules[0].http.paths[0].backend.service.name',
  },
  {
    fault: 'an Ingress leads to no port',
    kind: 'Ingress',
    path: ['spec', 'rules', 0, 'http', 'paths', 0, 'backend', 'service', 'port'],
    value: { number: 81 },
    issue: 'spec.rules[0].http.paths[0].backend.service.port',
  },
  {
    fault: 'a key of a ConfigMap has a space',
    kind: 'ConfigMap',
    path: ['data', 'A B'],
    value: 'x',
    issue: 'data["A B"]',
  },
  {
    fault: 'an API version is of the past',
    kind: 'Ingress',
    path: ['apiVersion'],
    value: 'extensions/v1beta1',
    issue: 'apiVersion',
  },
])('it is an issue of the $kind when $fault', ({ kind, path, value, issue }) => {
  const [found] = checkObjects(planted(kind, path, value));
  expect(found).toMatchObject({ object: `${kind} demo/${kind === 'ConfigMap' ? 'settings' : 'web'}`, path: issue });
});

test('an optional key may be missing', () => {
  const missing = planted('Deployment', [...web, 'env', 1, 'valueFrom', 'secretKeyRef'], {
    name: 'none',
    key: 'X',
    optional: true,
  });
  expect(checkObjects(missing)).toEqual([]);
});

test('an object that is there twice is found', () => {
  const [namespace, ...others] = webStack();
  const issues = checkObjects([namespace!, namespace!, ...others]);
  expect(issues.map(({ object, path }) => [object, path])).toEqual([['Namespace demo', 'metadata.name']]);
});

test('everything wrong is said at once, in several objects', () => {
  const broken = planted('Deployment', [...web, 'imagePullPolicy'], 'Sometimes').map((object) =>
    object.kind === 'Ingress' ? { ...object, metadata: { ...object.metadata, name: 'Web' } } : object,
  );
  expect(checkObjects(broken).map(({ object }) => object)).toEqual([deployment, 'Ingress demo/Web']);
});

test('a misspelt field comes with the one that was meant', () => {
  const [issue] = checkObjects(planted('Deployment', ['spec', 'replica'], 3));
  expect(issue).toMatchObject({ path: 'spec.replica', fix: expect.stringContaining('replicas') as unknown });
});

test('the value of a Secret is in no issue', () => {
  const broken = planted('Secret', ['data'], { TOKEN: 4242, 'A B': 'canary', nested: ['canary'] });
  expect(JSON.stringify(checkObjects(broken))).not.toMatch(/canary|4242/);
});

const level = 'pod-security.kubernetes.io/enforce';

test.each([
  { label: undefined, rules: ['pod-security/baseline', 'pod-security/restricted'] },
  { label: 'restricted', rules: ['pod-security/baseline', 'pod-security/restricted'] },
  { label: 'baseline', rules: ['pod-security/baseline'] },
  { label: 'privileged', rules: [] },
])('pods have to meet the level that their namespace says: $label', ({ label, rules }) => {
  const context = { capabilities: { add: ['SYS_TIME'], drop: ['ALL'] } };
  const [namespace, ...others] = planted('Deployment', [...web, 'securityContext'], context);
  const labels = label === undefined ? {} : { labels: { [level]: label } };
  const labelled = { ...namespace!, metadata: { ...namespace!.metadata, ...labels } };
  expect(checkObjects([labelled, ...others]).map(({ rule }) => rule)).toEqual(rules);
});

test('an object without a name is one issue', () => {
  const nameless = [
    { apiVersion: 'v1', kind: 'ConfigMap' },
    { apiVersion: 'example.com/v1', kind: 'Widget', metadata: {} },
  ];
  expect(checkObjects(nameless as unknown as KubeObject[])).toMatchObject([
    { object: 'ConfigMap without a name', path: 'metadata', rule: 'schema/required' },
    { object: 'Widget without a name', path: 'metadata.name', rule: 'schema/required' },
  ]);
});

test('an issue says where its object was written, when somebody knows', () => {
  const objects = planted('Deployment', ['spec', 'replicas'], -1);
  const sourceOf = ({ kind }: KubeObject): string | undefined => (kind === 'Deployment' ? 'stack.ts:7:3' : undefined);
  expect(checkObjects(objects, { sourceOf })).toMatchObject([{ path: 'spec.replicas', source: 'stack.ts:7:3' }]);
});

test('what is of the wrong type hides no fault of the others', () => {
  const objects = planted('ConfigMap', ['data', 'LEVEL'], 7).map((object) =>
    object.kind === 'Ingress'
      ? { ...object, spec: { defaultBackend: { service: { name: 'x', port: { number: 1 } } } } }
      : object,
  );
  expect(checkObjects(objects).map(({ object, rule }) => [object, rule])).toEqual([
    ['ConfigMap demo/settings', 'schema/type'],
    ['Ingress demo/web', 'links/object'],
  ]);
});

test('what somebody else makes may be named, with any key', () => {
  const objects = webStack().filter(({ kind }) => kind !== 'Secret');
  expect(checkObjects(objects).map(({ rule, value }) => [rule, value])).toEqual([['links/object', 'keys']]);
  expect(checkObjects(objects, { external: [{ kind: 'Secret', name: 'keys' }] })).toEqual([]);
});
