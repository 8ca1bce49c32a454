import { expect, test } from 'vitest';
import { other, planOf, serviceOf, workload } from '../testing/local-stack.ts';
import { demo } from '../testing/demo-stack.ts';
import { planLocal } from './plan-local.ts';
import type { LocalPlan, LocalWorkload } from './plan.ts';

function first({ workloads }: LocalPlan): LocalWorkload {
  const [found] = workloads;
  if (!found) throw new Error('the plan has no workload');
  return found;
}

test('a container is a process of the project that makes its image', () => {
  const { container, ...of } = first(
    planOf([workload({ container: { image: 'demo-store:local', command: ['serve', '--all'], args: ['now'] } })]),
  );
  expect(of).toEqual({ name: 'web', kind: 'Deployment', replicas: 1, graceSeconds: 30, init: [], after: [] });
  expect(container).toEqual({
    name: 'web',
    project: 'demo-store',
    command: ['serve', '--all'],
    args: ['now'],
    env: {},
    ports: [],
    probes: {},
    files: [],
    folders: [],
  });
});

test.each(['Deployment', 'StatefulSet', 'Job'])('a %s runs', (kind) => {
  expect(first(planOf([workload({ kind })]))).toMatchObject({ name: 'web', kind, replicas: 1 });
});

test('a Pod runs once', () => {
  const plan = planLocal(demo, { secrets: { url: 'x', token: 'canary-canary' }, origins: [] });
  expect(plan.workloads).toMatchObject([{ name: 'web', kind: 'Pod', replicas: 1 }]);
  expect(first(plan).container.env).toEqual({ URL: 'x', TOKEN: 'canary-canary' });
});

test('init containers are steps in their order, and the grace is that of the pod', () => {
  const initContainers = [
    { name: 'a', image: 'web:local', command: ['x'] },
    { name: 'b', image: 'demo-store:local' },
  ];
  const { init, graceSeconds } = first(
    planOf([workload({ pod: { initContainers, terminationGracePeriodSeconds: 7 } })]),
  );
  expect(init).toMatchObject([
    { name: 'a', project: 'web', command: ['x'] },
    { name: 'b', project: 'demo-store' },
  ]);
  expect(graceSeconds).toBe(7);
});

const autoscaler = (spec: object): object =>
  other('HorizontalPodAutoscaler', 'web', { spec: { scaleTargetRef: { kind: 'Deployment', name: 'web' }, ...spec } });

test.each([
  { what: 'nobody says how often', spec: {}, more: [], replicas: 1 },
  { what: 'it says so itself', spec: { replicas: 3 }, more: [autoscaler({ minReplicas: 5 })], replicas: 3 },
  { what: 'its autoscaler keeps more', spec: {}, more: [autoscaler({ minReplicas: 5 })], replicas: 5 },
  { what: 'its autoscaler does not say', spec: {}, more: [autoscaler({})], replicas: 1 },
  { what: 'it is stopped', spec: { replicas: 0 }, more: [], replicas: 0 },
])('a Deployment runs $replicas times where $what', ({ spec, more, replicas }) => {
  expect(first(planOf([workload({ spec }), ...more])).replicas).toBe(replicas);
});

test.each([{ suspend: true }, { parallelism: 0 }])('a Job with %j does not run', (spec) => {
  expect(first(planOf([workload({ kind: 'Job', spec })])).replicas).toBe(0);
});

test('a step runs once for all replicas, so that it may have a port that no variable tells it', () => {
  const initContainers = [{ name: 'a', image: 'web:local', ports: [{ containerPort: 7000 }] }];
  const { init } = first(planOf([workload({ spec: { replicas: 2 }, pod: { initContainers } })]));
  expect(init).toMatchObject([{ ports: [{ port: 7000, variables: [] }] }]);
});

test('a process listens on this machine alone where its container listens everywhere', () => {
  const env = [
    { name: 'HOST', value: '0.0.0.0' },
    { name: 'HOST6', value: '::' },
    { name: 'RANGE', value: '0.0.0.0/0' },
  ];
  const { container } = first(planOf([workload({ container: { env } })]));
  expect(container.env).toEqual({ HOST: '127.0.0.1', HOST6: '127.0.0.1', RANGE: '0.0.0.0/0' });
});

test('variables have the texts of ConfigMaps and Secrets, the later ones win, and what is optional may be absent', () => {
  const tree = [
    other('ConfigMap', 'settings', { data: { LEVEL: 'info', HOST: 'of the map' } }),
    other('Secret', 'keys', { data: { TOKEN: 'Y2FuYXJ5' }, stringData: { PLAIN: 'text' } }),
    workload({
      container: {
        envFrom: [{ configMapRef: { name: 'settings' } }, { prefix: 'MY_', secretRef: { name: 'keys' } }],
        env: [
          { name: 'HOST', value: 'of the container' },
          { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'keys', key: 'TOKEN' } } },
          { name: 'GREETING', value: 'from $(HOST) to $(NOBODY), for $$(HOST)' },
          { name: 'ABSENT', valueFrom: { secretKeyRef: { name: 'keys', key: 'NO', optional: true } } },
          { name: 'EMPTY' },
        ],
        args: ['--level=$(LEVEL)', '$(NOBODY)'],
      },
    }),
  ];
  const { container } = first(planOf(tree));
  expect(container.env).toEqual({
    LEVEL: 'info',
    HOST: 'of the container',
    MY_TOKEN: 'canary',
    MY_PLAIN: 'text',
    TOKEN: 'canary',
    GREETING: 'from of the container to $(NOBODY), for $(HOST)',
    EMPTY: '',
  });
  expect(container.args).toEqual(['--level=info', '$(NOBODY)']);
});

test('a port belongs to the variables whose whole text is its number', () => {
  const env = [
    { name: 'PORT', value: '8080' },
    { name: 'ALSO', value: '$(PORT)' },
    { name: 'URL', value: 'http://127.0.0.1:8080' },
    { name: 'METRICS_PORT', value: '9464' },
  ];
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'metrics', containerPort: 9464 },
  ];
  const { container } = first(planOf([workload({ spec: { replicas: 2 }, container: { env, ports } })]));
  expect(container.ports).toEqual([
    { name: 'http', port: 8080, variables: ['PORT', 'ALSO'] },
    { name: 'metrics', port: 9464, variables: ['METRICS_PORT'] },
  ]);
});

test('one process may have a port that no variable tells it, and one that only a probe or a Service knows', () => {
  const container = { ports: [{ containerPort: 6379 }], livenessProbe: { tcpSocket: { port: 7000 } } };
  const plan = planOf([workload({ container }), serviceOf('web', { ports: [{ port: 80 }] })]);
  expect(first(plan).container.ports).toEqual([
    { port: 6379, variables: [] },
    { port: 80, variables: [] },
    { port: 7000, variables: [] },
  ]);
});

test('probes have the defaults of Kubernetes, also where a number is zero', () => {
  const container = {
    ports: [{ name: 'http', containerPort: 8080 }],
    startupProbe: { httpGet: { port: 'http' }, periodSeconds: 1, failureThreshold: 60 },
    readinessProbe: { tcpSocket: { port: 8080 }, initialDelaySeconds: 5, timeoutSeconds: 0, successThreshold: 2 },
    livenessProbe: { exec: { command: ['alive'] } },
  };
  expect(first(planOf([workload({ container })])).container.probes).toEqual({
    startup: {
      check: { type: 'http', path: '/', port: 8080 },
      initialDelaySeconds: 0,
      periodSeconds: 1,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 60,
    },
    readiness: {
      check: { type: 'tcp', port: 8080 },
      initialDelaySeconds: 5,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 2,
      failureThreshold: 3,
    },
    liveness: {
      check: { type: 'exec', command: ['alive'] },
      initialDelaySeconds: 0,
      periodSeconds: 10,
      timeoutSeconds: 1,
      successThreshold: 1,
      failureThreshold: 3,
    },
  });
});

test('Secrets and ConfigMaps are files, claims folders that stay, the rest folders', () => {
  const volumes = [
    { name: 'keys', secret: { secretName: 'keys', items: [{ key: 'TOKEN', path: 'deep/token' }] } },
    { name: 'settings', configMap: { name: 'settings' } },
    { name: 'none', configMap: { name: 'none', optional: true } },
    { name: 'all', projected: { sources: [{ secret: { name: 'keys' } }, { configMap: { name: 'settings' } }] } },
    { name: 'shared', persistentVolumeClaim: { claimName: 'pictures' } },
    { name: 'tmp', emptyDir: {} },
  ];
  const volumeMounts = [
    { name: 'keys', mountPath: '/keys', readOnly: true },
    { name: 'settings', mountPath: '/settings/' },
    { name: 'none', mountPath: '/none' },
    { name: 'all', mountPath: '/' },
    { name: 'shared', mountPath: '/pictures' },
    { name: 'data', mountPath: '/data' },
    { name: 'tmp', mountPath: '/tmp' },
  ];
  const tree = [
    other('ConfigMap', 'settings', { data: { 'a.conf': 'a' } }),
    other('Secret', 'keys', { data: { TOKEN: 'Y2FuYXJ5' } }),
    workload({
      kind: 'StatefulSet',
      spec: { volumeClaimTemplates: [{ metadata: { name: 'data' } }] },
      pod: { volumes, initContainers: [{ name: 'before', image: 'web:local', volumeMounts: volumeMounts.slice(-1) }] },
      container: { volumeMounts },
    }),
  ];
  const { container, init } = first(planOf(tree));
  expect(container.files).toEqual([
    { path: '/keys/deep/token', text: 'canary' },
    { path: '/settings/a.conf', text: 'a' },
    { path: '/TOKEN', text: 'canary' },
    { path: '/a.conf', text: 'a' },
  ]);
  expect(container.folders).toEqual([
    { path: '/pictures', claim: 'pictures' },
    { path: '/data', claim: 'web-data' },
    { path: '/tmp' },
  ]);
  expect(init).toMatchObject([{ folders: [{ path: '/tmp' }] }]);
});

test('a Service is a name that leads to a port of a workload; the name of a headless one leads to the port itself', () => {
  const ports = [
    { name: 'http', containerPort: 8080 },
    { name: 'more', containerPort: 8081 },
  ];
  const named = [{ port: 80, targetPort: 'http' }, { port: 81, targetPort: 8081 }, { port: 8080 }];
  const targets = [
    { port: 80, targetPort: 8080 },
    { port: 81, targetPort: 8081 },
    { port: 8080, targetPort: 8080 },
  ];
  const headless = { ...serviceOf('web', { clusterIP: 'None', ports: [{ port: 80, targetPort: 'http' }] }) };
  const tree = [
    workload({ container: { ports } }),
    serviceOf('web', { ports: named }),
    { ...headless, metadata: { name: 'pods' } },
  ];
  expect(planOf(tree).services).toEqual([
    { name: 'web', workload: 'web', ports: targets },
    { name: 'pods', workload: 'web', ports: [{ port: 8080, targetPort: 8080 }] },
  ]);
});

const backend = (port: object): object => ({ service: { name: 'web', port } });
const ingressOf = (spec: object): object => other('Ingress', 'web', { spec });

test('a route is a path of an Ingress; what only a controller knows how to compare is a prefix', () => {
  const paths = [
    { path: '/a', pathType: 'Exact', backend: backend({ name: 'http' }) },
    { path: '/b', pathType: 'ImplementationSpecific', backend: backend({ number: 80 }) },
    { backend: backend({ number: 80 }) },
  ];
  const tree = [
    workload(),
    serviceOf('web'),
    ingressOf({ rules: [{ host: 'a.localhost', http: { paths } }, {}], defaultBackend: backend({ number: 80 }) }),
  ];
  const to = { service: 'web', port: 80 };
  expect(planOf(tree).routes).toEqual([
    { host: 'a.localhost', path: '/a', pathType: 'Exact', ...to },
    { host: 'a.localhost', path: '/b', pathType: 'Prefix', ...to },
    { host: 'a.localhost', path: '/', pathType: 'Prefix', ...to },
    { path: '/', pathType: 'Prefix', ...to },
  ]);
});

test.each([
  { what: 'leads to this machine', hosts: ['shop.localhost'], expected: ['shop.localhost'] },
  { what: 'is one of many of this machine', hosts: ['*.shop.localhost'], expected: ['*.shop.localhost'] },
  { what: 'leads nowhere here, and is the only one', hosts: ['shop.example'], expected: [undefined] },
  { what: 'is one of several', hosts: ['shop.example', 'admin.example'], expected: ['shop.example', 'admin.example'] },
])('a host that $what stays where it tells routes apart', ({ hosts, expected }) => {
  const paths = [{ path: '/', pathType: 'Prefix', backend: backend({ number: 80 }) }];
  const rules = hosts.map((host) => ({ host, http: { paths } }));
  const { routes } = planOf([workload(), serviceOf('web'), ingressOf({ rules })]);
  expect(routes.map(({ host }) => host)).toEqual(expected);
});

test('whoever is told the address of a StatefulSet starts after it, and two of them never in a circle', () => {
  const told = (name: string, value: string): object => ({ env: [{ name, value }] });
  const tree = [
    workload({ name: 'a', kind: 'StatefulSet', container: told('B', 'b:80') }),
    workload({
      name: 'b',
      kind: 'StatefulSet',
      container: told('A', 'redis://user:pass@a.demo.svc.cluster.local:80/0'),
    }),
    workload({
      name: 'web',
      pod: { initContainers: [{ name: 'step', image: 'web:local', ...told('B', 'http://b:80/x') }] },
      container: told('API', 'http://api:80'),
    }),
    workload({ name: 'api' }),
    ...['a', 'b', 'api'].map((name) => serviceOf(name)),
  ];
  const after = planOf(tree).workloads.map((of) => [of.name, of.after]);
  expect(Object.fromEntries(after)).toEqual({ a: ['b'], b: [], web: ['b'], api: [] });
});

test('what the stack says for this machine is laid over its values, and over secrets that a person keeps', () => {
  const env = [{ name: 'URL', valueFrom: { secretKeyRef: { name: 'keys', key: 'URL' } } }];
  const tree = [...demo.tree.slice(0, 2), workload({ container: { env } })];
  const local = ({ origins }: { readonly origins: readonly string[] }): object => ({ secrets: { url: origins[0] } });
  const input = {
    secrets: { url: 'https://elsewhere.example', token: 'canary-canary' },
    origins: ['http://localhost:1'],
  };
  expect(first(planLocal({ ...demo, tree, local }, input)).container.env).toEqual({ URL: 'http://localhost:1' });
});

test('the environment and the namespace are those that are asked for, and the smoke is that of the stack', () => {
  const input = { secrets: {}, origins: [], environment: 'large', namespace: 'other' };
  const tree = demo.tree.slice(0, 2);
  expect(planLocal({ ...demo, tree }, input)).toEqual({
    stack: 'demo',
    workloads: [],
    services: [],
    routes: [],
    smoke: demo.smoke,
  });
  expect(() => planLocal(demo, { ...input, environment: 'none' })).toThrow(
    expect.objectContaining({ code: 'UNKNOWN_ENVIRONMENT' }) as Error,
  );
});
