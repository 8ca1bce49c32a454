import { evaluateStack, rolloutRequests, type StackInput, type StackResult } from '@nx-kube/manifests';
import { checkObjects } from '@nx-kube/manifests/checks';
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
  { component: 'frontend', keys: ['BETTER_AUTH_SECRET', 'BETTER_AUTH_URL', 'DATABASE_URL'] },
  { component: 'backend', keys: ['BETTER_AUTH_URL', 'DATABASE_URL', 'MIGRATION_URL', 'OPENAI_API_KEY'] },
  { component: 'mcp', keys: ['BETTER_AUTH_URL', 'DATABASE_URL'] },
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

/** What differs between two environments: places in objects of both, and objects of one. */
function changed(from: string, to: string): string[] {
  const [a, b] = [evaluated({ environment: from }), evaluated({ environment: to })];
  const paths = a.objects.flatMap((object) => differences(object, find(b, object.kind, object.metadata.name)));
  const added = names(b).filter((name) => !names(a).includes(name));
  const ends = paths.map((path) => path.split('.').slice(-2).join('.'));
  return [...new Set([...ends, ...added])].toSorted();
}

test('dev differs from minikube in pulling images, logging more and its secrets, prod in what it asks for and allows', () => {
  const pull = ['0.imagePullPolicy'];
  const secrets = ['data.BETTER_AUTH_SECRET', 'data.DATABASE_URL', 'data.POSTGRES_PASSWORD'];
  expect(changed('minikube', 'dev')).toEqual(
    [...pull, 'annotations.checksum/config', 'data.LOG_LEVEL', ...secrets].toSorted(),
  );
  const policies = ['backend', 'frontend', 'mcp', 'postgres'].map((name) => `NetworkPolicy ${name}`);
  expect(changed('minikube', 'prod')).toEqual([...pull, ...policies, 'requests.cpu', 'requests.storage'].toSorted());
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

/** A Deployment or StatefulSet, as far as the tests look into it. */
interface Workload {
  readonly spec: {
    readonly replicas?: number;
    readonly template: {
      readonly metadata: {
        readonly labels: Readonly<Record<string, string>>;
        readonly annotations: Readonly<Record<string, string>>;
      };
      readonly spec: { readonly containers: readonly { readonly env: readonly { readonly name: string }[] }[] };
    };
  };
}

/** What runs, by name. */
function workloads(result: StackResult): Readonly<Record<string, Workload>> {
  const found = result.objects.filter(({ kind }) => kind === 'Deployment' || kind === 'StatefulSet');
  return Object.fromEntries(found.map((object) => [object.metadata.name, object as unknown as Workload]));
}

test('only pods that keep running carry the label of the application: whoever waits for it waits for all', () => {
  const result = evaluated();
  const labelled = Object.values(workloads(result)).filter(
    ({ spec }) => spec.template.metadata.labels['app'] === 'todo-chatbot',
  );
  expect(labelled).toHaveLength(4);
  const ends = result.objects.filter(({ kind }) => kind === 'Pod' || kind === 'Job');
  expect(ends).toEqual([]);
});

test('what an installer adds is on every object or every pod, and selects nothing', () => {
  const values = {
    commonLabels: { team: 'a', app: 'mine', component: 'mine' },
    commonAnnotations: { 'example.com/contact': 'a@example.com' },
    podLabels: { zone: 'b', app: 'mine' },
    podAnnotations: { 'example.com/scrape': 'true' },
  };
  const result = evaluated({ values });
  const [space, ...objects] = result.objects;
  expect(space).toMatchObject({ kind: 'Namespace', metadata: { labels: { team: 'a' } } });
  for (const { metadata } of objects) expect(metadata.labels).toMatchObject({ app: 'todo-chatbot', team: 'a' });
  for (const { metadata } of objects.filter(({ kind }) => kind !== 'Ingress'))
    expect(metadata.annotations).toEqual({ 'example.com/contact': 'a@example.com' });
  for (const [component, { spec }] of Object.entries(workloads(result))) {
    expect(spec).toMatchObject({ selector: { matchLabels: { app: 'todo-chatbot', component } } });
    expect(spec.template.metadata.labels).toEqual({ app: 'todo-chatbot', component, zone: 'b' });
    expect(spec.template.metadata.annotations).toMatchObject({ 'example.com/scrape': 'true' });
  }
});

test('where pods run and what they are pulled with is said for all of them', () => {
  const settings = {
    imagePullSecrets: [{ name: 'registry' }],
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'spot', operator: 'Exists', effect: 'NoSchedule' }],
    affinity: { podAntiAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [] } },
  };
  for (const { spec } of Object.values(workloads(evaluated({ values: settings })))) {
    expect(spec.template.spec).toMatchObject(settings);
  }
  for (const { spec } of Object.values(workloads(evaluated()))) {
    expect(Object.keys(spec.template.spec)).not.toEqual(expect.arrayContaining(Object.keys(settings)));
  }
});

test('a service with an autoscaler leaves its number of pods to it', () => {
  const result = evaluated({ values: { autoscaling: { mcp: { enabled: true, minReplicas: 2 } } } });
  expect(names(result)).toContain('HorizontalPodAutoscaler mcp');
  expect(names(result)).toContain('PodDisruptionBudget mcp');
  expect(workloads(result)['mcp']?.spec).not.toHaveProperty('replicas');
  expect(workloads(result)['backend']?.spec.replicas).toBe(2);
  expect(names(evaluated()).filter((name) => name.startsWith('HorizontalPodAutoscaler'))).toEqual([]);
});

test('disruption budgets can be switched off', () => {
  const result = evaluated({ values: { podDisruptionBudget: { enabled: false } } });
  expect(names(result).filter((name) => name.startsWith('PodDisruptionBudget'))).toEqual([]);
});

test('settings and more variables reach the services that read them', () => {
  const values = {
    config: { openaiBaseUrl: 'https://ai.example/v1', openaiModel: 'small', trustedOrigins: 'https://a.example' },
    extraEnv: { mcp: [{ name: 'MORE', value: 'yes' }] },
  };
  const result = evaluated({ values });
  expect(find(result, 'ConfigMap', 'todo-config')).toMatchObject({
    data: {
      OPENAI_BASE_URL: 'https://ai.example/v1',
      OPENAI_MODEL: 'small',
      TRUSTED_ORIGINS: 'https://a.example',
    },
  });
  expect(variables(result, 'backend')).toEqual(expect.arrayContaining(['OPENAI_BASE_URL', 'OPENAI_MODEL']));
  expect(variables(result, 'frontend')).toContain('TRUSTED_ORIGINS');
  expect(variables(result, 'mcp').at(-1)).toBe('MORE');
});

/** Names of the variables of a service. */
function variables(result: StackResult, name: string): readonly string[] {
  const containers = workloads(result)[name]?.spec.template.spec.containers ?? [];
  return containers.flatMap(({ env }) => env.map((variable) => variable.name));
}

test('a Secret that somebody else made is read in place of ours, which is then not there', () => {
  const values = { existingSecret: 'theirs', database: { enabled: false } };
  const result = evaluated({ values, chart: true, secrets: {} });
  expect(names(result)).not.toContain('Secret todo-secrets');
  expect(names(result)).not.toContain('StatefulSet postgres');
  const text = JSON.stringify(Object.values(workloads(result)));
  expect(text).toContain('"secretKeyRef":{"name":"theirs","key":"DATABASE_URL"}');
  expect(text).not.toContain('todo-secrets');
  expect(text).not.toContain('checksum/secrets');
});
