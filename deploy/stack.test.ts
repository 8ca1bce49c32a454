import { checkObjects, evaluateStack, rolloutRequests, type StackInput, type StackResult } from '@nx-kube/manifests';
import { expect, test } from 'vitest';
import stack from './stack.ts';

const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));
const external = { databaseUrl: 'postgres://u:p@db.example.com/todo' };
const environments = Object.keys(stack.environments);

function evaluated(input: Partial<StackInput> = {}): StackResult {
  return evaluateStack(stack, { environment: 'minikube', images, secrets: {}, ...input });
}

function names({ objects }: StackResult): string[] {
  return objects.map(({ kind, metadata }) => `${kind} ${metadata.name}`);
}

function find({ objects }: StackResult, kind: string, name: string): unknown {
  return objects.find((object) => object.kind === kind && object.metadata.name === name);
}

/** Decoded. */
function secretData(result: StackResult): Record<string, string> {
  const { data } = find(result, 'Secret', 'todo-secrets') as { data: Record<string, string> };
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

test.each(
  environments.flatMap((environment) => [
    { environment, secrets: {} },
    { environment, secrets: external },
  ]),
)('$environment with $secrets has no issue', (input) => {
  expect(checkObjects(evaluated(input).objects)).toEqual([]);
});

test('the database lies in the cluster unless a URL is given', () => {
  const own = evaluated({ secrets: { postgresPassword: 'pw' } });
  expect(names(own)).toEqual(
    expect.arrayContaining(['StatefulSet postgres', 'Service postgres', 'ServiceAccount postgres']),
  );
  expect(secretData(own)).toMatchObject({
    DATABASE_URL: 'postgres://todo:pw@postgres:5432/todo',
    POSTGRES_PASSWORD: 'pw',
  });
  const other = evaluated({ secrets: { ...external, postgresPassword: 'pw' } });
  expect(names(other).filter((name) => name.includes('postgres'))).toEqual([]);
  expect(secretData(other)).toMatchObject({ DATABASE_URL: external.databaseUrl });
  expect(secretData(other)).not.toHaveProperty('POSTGRES_PASSWORD');
  expect(other.images.map(({ project }) => project)).toEqual(['frontend', 'backend', 'mcp']);
});

test.each([
  { when: 'nothing is given', values: {}, secrets: {}, url: 'http://todo.local' },
  {
    when: 'the ingress has a certificate',
    values: { ingress: { tls: { enabled: true } } },
    secrets: {},
    url: 'https://todo.local',
  },
  { when: 'the host is another', values: { ingress: { host: 'a.example' } }, secrets: {}, url: 'http://a.example' },
  { when: 'it is given', values: {}, secrets: { betterAuthUrl: 'https://b.example' }, url: 'https://b.example' },
])('the public address is $url when $when', ({ values, secrets, url }) => {
  expect(secretData(evaluated({ values, secrets }))).toMatchObject({ BETTER_AUTH_URL: url });
});

test('the result says where the stack is reached, and how to try it', () => {
  const { url, host, smoke } = evaluated();
  expect({ url, host, smoke }).toEqual({
    url: 'http://todo.local',
    host: 'todo.local',
    smoke: { service: 'frontend-service', port: 3000, path: '/status' },
  });
});

test('a key of the language model that is empty is no key of the Secret', () => {
  expect(secretData(evaluated())).not.toHaveProperty('OPENAI_API_KEY');
  expect(secretData(evaluated({ secrets: { openaiApiKey: 'k' } }))).toMatchObject({ OPENAI_API_KEY: 'k' });
});

test.each([
  { component: 'frontend', keys: ['BETTER_AUTH_SECRET', 'BETTER_AUTH_URL'] },
  { component: 'backend', keys: ['DATABASE_URL', 'OPENAI_API_KEY'] },
  { component: 'mcp', keys: ['DATABASE_URL'] },
])('$component gets only the secrets $keys', ({ component, keys }) => {
  const text = JSON.stringify(find(evaluated(), 'Deployment', component));
  const read = [...text.matchAll(/"secretKeyRef":\{"name":"todo-secrets","key":"(\w+)"/g)].map(([, key = '']) => key);
  expect(new Set(read)).toEqual(new Set(keys));
  expect(text).not.toContain('secretRef');
});

test('it all fits into a minikube of 4096 MB and 2 CPUs, beside its own pods and with one more pod of each Deployment', () => {
  const { cpu, memory } = rolloutRequests(evaluated().objects);
  expect(memory).toBeLessThanOrEqual((4096 - 512) * 2 ** 20);
  expect(cpu).toBeLessThanOrEqual(2 - 0.95);
});

/** Paths of what differs between two results. */
function differences(a: unknown, b: unknown, path = ''): string[] {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return a === b ? [] : [path];
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  return [...keys].flatMap((key) =>
    differences(
      (a as Record<string, unknown>)[key],
      (b as Record<string, unknown>)[key],
      path === '' ? key : `${path}.${key}`,
    ),
  );
}

/** What differs between two environments, by object, without the place in the object. */
function changed(from: string, to: string): string[] {
  const [a, b] = [evaluated({ environment: from }), evaluated({ environment: to })];
  const pairs = a.objects.map((object, index) => differences(object, b.objects[index]));
  return [...new Set(pairs.flat().map((path) => path.split('.').slice(-2).join('.')))].toSorted();
}

test('dev differs from minikube in pulling images and logging more, prod in what it asks for', () => {
  const pull = ['0.imagePullPolicy'];
  expect(changed('minikube', 'dev')).toEqual([...pull, 'annotations.checksum/config', 'data.LOG_LEVEL']);
  expect(changed('minikube', 'prod')).toEqual([...pull, 'requests.cpu', 'requests.storage']);
});

test.each([
  { environment: 'minikube', pull: 'Never', cpu: { frontend: '50m', backend: '100m', mcp: '50m' } },
  { environment: 'dev', pull: 'IfNotPresent', cpu: { frontend: '50m', backend: '100m', mcp: '50m' } },
  { environment: 'prod', pull: 'IfNotPresent', cpu: { frontend: '0.5', backend: '1', mcp: '0.5' } },
])('$environment has the limits of the plan, and asks for $cpu', ({ environment, pull, cpu }) => {
  const limits = {
    frontend: { replicas: 2, memory: '256Mi', cpu: '0.5' },
    backend: { replicas: 2, memory: '512Mi', cpu: '1' },
    mcp: { replicas: 1, memory: '256Mi', cpu: '0.5' },
  };
  const result = evaluated({ environment });
  for (const component of ['frontend', 'backend', 'mcp'] as const) {
    const { replicas, ...limit } = limits[component];
    const resources = { limits: limit, requests: { memory: limit.memory, cpu: cpu[component] } };
    const container = { name: component, imagePullPolicy: pull, resources };
    expect(find(result, 'Deployment', component)).toMatchObject({
      spec: { replicas, template: { spec: { containers: [container] } } },
    });
  }
});

test('a setting that changes rolls the services, and not the database', () => {
  const digests = (level: string): unknown[] =>
    evaluated({ values: { config: { logLevel: level } } }).objects.flatMap(({ kind, metadata, spec }) => {
      if (kind !== 'Deployment' && kind !== 'StatefulSet') return [];
      const { template } = spec as { template: { metadata: { annotations?: Record<string, string> } } };
      return [[metadata.name, template.metadata.annotations?.['checksum/config']]];
    });
  const before = Object.fromEntries(digests('info') as [string, string][]);
  const after = Object.fromEntries(digests('error') as [string, string][]);
  const rolled = Object.keys(before).filter((name) => before[name] !== after[name]);
  expect(rolled).toEqual(['backend', 'mcp', 'frontend']);
});

test('a single pod has no disruption budget, which would stop its node from being drained', () => {
  const budgets = (replicas: number): string[] =>
    names(evaluated({ values: { replicas: { backend: replicas } } })).filter(
      (name) => name === 'PodDisruptionBudget backend',
    );
  expect([budgets(0), budgets(1), budgets(2)].map((found) => found.length)).toEqual([0, 0, 1]);
});

test('only pods that keep running carry the label of the application', () => {
  const kinds = evaluated()
    .objects.filter((object) => JSON.stringify(object).includes('"app":"todo-chatbot"'))
    .map(({ kind }) => kind);
  expect([...new Set(kinds)].toSorted()).toEqual(['Deployment', 'PodDisruptionBudget', 'Service', 'StatefulSet']);
});
