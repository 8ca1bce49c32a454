import { evaluateStack, type StackResult } from '@nx-kube/manifests';
import { planLocal, type LocalContainer, type LocalPlan } from '@nx-kube/manifests/local';
import { expect, test } from 'vitest';
import stack from './stack.ts';
import { testSecrets } from './testing/secrets.ts';

const origins = ['http://todo.localhost:8081', 'http://localhost:8081'];
const images = Object.fromEntries(stack.images.map((project) => [project, `${project}:0123456789abcdef`]));
const elsewhere = {
  databaseUrl: 'postgres://u:p@db.example.com/todo',
  migrationUrl: 'postgres://u:p@direct.example/todo',
};
const inputs = [undefined, ...Object.keys(stack.environments)].flatMap((environment) =>
  [
    { database: 'of its own', secrets: testSecrets },
    { database: 'elsewhere', secrets: { ...testSecrets, ...elsewhere } },
  ].map(({ database, secrets }) => ({
    title: `${environment ?? 'no environment'}, with a database ${database}`,
    input: { secrets, ...(environment === undefined ? {} : { environment }) },
  })),
);

type KubeObject = StackResult['objects'][number];

interface Source {
  readonly name: string;
  readonly key: string;
}

interface Container {
  readonly command?: readonly string[];
  readonly env?: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly configMapKeyRef?: Source; readonly secretKeyRef?: Source };
  }[];
  readonly ports?: readonly { readonly name: string; readonly containerPort: number }[];
  readonly [field: string]: unknown;
}

interface Pod {
  readonly terminationGracePeriodSeconds: number;
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
}

/** The texts of a ConfigMap, or the decoded ones of a Secret. */
function dataOf(
  objects: readonly KubeObject[],
  kind: string,
  name: string | undefined,
): Readonly<Record<string, string>> {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  const entries = Object.entries((found?.['data'] ?? {}) as Readonly<Record<string, string>>);
  if (kind === 'ConfigMap') return Object.fromEntries(entries);
  return Object.fromEntries(entries.map(([key, text]) => [key, Buffer.from(text, 'base64').toString()]));
}

/** What a container is told, as the kubelet works it out. */
function environmentOf({ env = [] }: Container, objects: readonly KubeObject[]): Readonly<Record<string, string>> {
  const texts = env.flatMap(({ name, value, valueFrom: { configMapKeyRef: config, secretKeyRef: secret } = {} }) => {
    const text = config
      ? dataOf(objects, 'ConfigMap', config.name)[config.key]
      : secret
        ? dataOf(objects, 'Secret', secret.name)[secret.key]
        : (value ?? '');
    return text === undefined ? [] : [[name, text] as const];
  });
  return Object.fromEntries(texts);
}

interface Probe {
  readonly httpGet?: { readonly path: string; readonly port: string };
  readonly tcpSocket?: { readonly port: string };
  readonly exec?: { readonly command: readonly string[] };
  readonly [field: string]: unknown;
}

const KUBERNETES = {
  initialDelaySeconds: 0,
  periodSeconds: 10,
  timeoutSeconds: 1,
  successThreshold: 1,
  failureThreshold: 3,
};

function probeOf(container: Container, field: string): object | undefined {
  const probe = container[field] as Probe | undefined;
  if (!probe) return undefined;
  const { httpGet, tcpSocket, exec, ...numbers } = probe;
  const named = httpGet?.port ?? tcpSocket?.port;
  const port = container.ports?.find(({ name }) => name === named)?.containerPort;
  const check = exec
    ? { type: 'exec', command: exec.command }
    : httpGet
      ? { type: 'http', path: httpGet.path, port }
      : { type: 'tcp', port };
  return { check, ...KUBERNETES, ...numbers };
}

interface Read {
  readonly command: unknown;
  readonly env: Readonly<Record<string, string>>;
  readonly probes: readonly (object | undefined)[];
  readonly ports: readonly number[];
}

function ofContainer(container: Container, objects: readonly KubeObject[]): Read {
  return {
    command: container.command,
    env: environmentOf(container, objects),
    probes: ['startupProbe', 'readinessProbe', 'livenessProbe'].map((field) => probeOf(container, field)),
    ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
  };
}

/** The same, read off the plan; a process listens on this machine alone. */
function ofProcess({ command, env, probes, ports }: LocalContainer): Read {
  return {
    command,
    env: env['HOST'] === '127.0.0.1' ? { ...env, HOST: '0.0.0.0' } : env,
    probes: [probes.startup, probes.readiness, probes.liveness],
    ports: ports.map(({ port }) => port),
  };
}

test.each(inputs)('each container of $title is one process with the same variables, probes and ports', ({ input }) => {
  const plan = planLocal(stack, { ...input, origins });
  const { objects } = evaluateStack(stack, {
    ...input,
    images,
    values: stack.local({ origins }),
    secrets: { ...input.secrets, betterAuthUrl: origins[0] ?? '' },
  });
  const expected = objects.flatMap((object) => {
    const { kind, metadata } = object;
    const { replicas, template } = (object['spec'] ?? {}) as { replicas?: number; template?: { spec: Pod } };
    if (!template) return [];
    const { spec } = template;
    const [container] = spec.containers;
    return [
      {
        name: metadata.name,
        kind,
        replicas,
        grace: spec.terminationGracePeriodSeconds,
        init: (spec.initContainers ?? []).map((one) => ofContainer(one, objects)),
        container: container && ofContainer(container, objects),
      },
    ];
  });
  const read = plan.workloads.map(({ name, kind, replicas, graceSeconds, init, container }) => {
    return { name, kind, replicas, grace: graceSeconds, init: init.map(ofProcess), container: ofProcess(container) };
  });
  expect(read).toEqual(expected);
});

test.each(inputs)('each process of $title is told each of its ports by one variable', ({ input }) => {
  const { workloads } = planLocal(stack, { ...input, origins });
  const variables = workloads.map(({ name, container }) => [name, container.ports.map((port) => port.variables)]);
  expect(Object.fromEntries(variables)).toEqual({
    // What comes as an embedded server is told by the supervisor.
    ...('databaseUrl' in input.secrets ? {} : { postgres: [[]] }),
    backend: [['PORT'], ['METRICS_PORT']],
    mcp: [['PORT'], ['METRICS_PORT']],
    frontend: [['PORT'], ['METRICS_PORT']],
  });
});

function planned(secrets: Readonly<Record<string, string>> = testSecrets): LocalPlan {
  return planLocal(stack, { secrets, origins });
}

function envOf({ workloads }: LocalPlan, workload: string): Readonly<Record<string, string>> {
  return workloads.find(({ name }) => name === workload)?.container.env ?? {};
}

test('people sign in at the front door, by any of its names', () => {
  const plan = planned({ ...testSecrets, betterAuthUrl: 'https://todo.example' });
  expect(envOf(plan, 'frontend')).toMatchObject({ BETTER_AUTH_URL: origins[0], TRUSTED_ORIGINS: origins[1] });
  expect(envOf(plan, 'backend')).toMatchObject({ AUTH_ISSUER: origins[0] });
  expect(envOf(plan, 'mcp')).toMatchObject({ AUTH_ISSUER: origins[0] });
});

test('no process waits for others to notice that it goes', () => {
  const plan = planned();
  for (const name of ['frontend', 'backend', 'mcp']) expect(envOf(plan, name)).toMatchObject({ DRAIN_SECONDS: '0' });
});

test('the keys that a person gives are used, and those that nobody gives are absent', () => {
  expect(envOf(planned(), 'backend')).toMatchObject({ OPENAI_API_KEY: testSecrets['openaiApiKey'] });
  const { openaiApiKey: _, ...others } = testSecrets;
  expect(envOf(planned(others), 'backend')).not.toHaveProperty('OPENAI_API_KEY');
});

test('routes are those of the Ingress, at a name of this machine', () => {
  const at = { host: 'todo.localhost', pathType: 'Prefix' };
  expect(planned().routes).toEqual([
    { ...at, path: '/api/auth', service: 'frontend-service', port: 3000 },
    { ...at, path: '/api', service: 'backend-service', port: 8000 },
    { ...at, path: '/', service: 'frontend-service', port: 3000 },
  ]);
});

test('whoever is told the address of the database starts after it, and none waits for a database elsewhere', () => {
  const after = ({ workloads }: LocalPlan): object =>
    Object.fromEntries(workloads.map((workload) => [workload.name, workload.after]));
  const store = ['postgres'];
  expect(after(planned())).toEqual({ postgres: [], backend: store, mcp: store, frontend: store });
  expect(after(planned({ ...testSecrets, ...elsewhere }))).toEqual({ backend: [], mcp: [], frontend: [] });
});

test('the database finds its password in a file, and its data in a folder that outlives it', () => {
  const { container } = planned().workloads.find(({ name }) => name === 'postgres') ?? {};
  expect(container).toMatchObject({
    project: 'todo-postgres',
    files: [{ path: '/run/secrets/postgres/password', text: testSecrets['postgresPassword'] }],
    folders: [{ path: '/var/lib/postgresql/data', claim: 'postgres-data' }, { path: '/tmp' }],
  });
  expect(container?.env['POSTGRES_PASSWORD_FILE']).toBe('/run/secrets/postgres/password');
});
