import { expect, test } from 'vitest';
import { faultsOf, other, planOf, serviceOf, workload, type WorkloadParts } from '../testing/local-stack.ts';

const http = { ports: [{ name: 'http', containerPort: 8080 }] };
const variable = (value: string): object => ({
  env: [
    { name: 'A', value: '1' },
    { name: 'B', value },
  ],
});
const mounted = (volume: object): WorkloadParts => ({
  pod: { volumes: [{ name: 'v', ...volume }] },
  container: { volumeMounts: [{ name: 'v', mountPath: '/v' }] },
});
const probed = (readinessProbe: object): WorkloadParts => ({ container: { ...http, readinessProbe } });
const reading = (valueFrom: object): WorkloadParts => ({ container: { env: [{ name: 'A', valueFrom }] } });

const workloads: readonly { what: string; parts: WorkloadParts; path: string }[] = [
  {
    what: 'a second container',
    parts: { pod: { containers: [{ name: 'web', image: 'web:local' }, { name: 'b' }] } },
    path: 'containers',
  },
  { what: 'a field of the pod', parts: { pod: { hostNetwork: true } }, path: 'hostNetwork' },
  { what: 'a field of the container', parts: { container: { lifecycle: {} } }, path: 'containers[0].lifecycle' },
  { what: 'a folder to work in', parts: { container: { workingDir: '/x' } }, path: 'containers[0].workingDir' },
  { what: 'an image of nobody', parts: { container: { image: 'redis:8' } }, path: 'containers[0].image' },
  {
    what: 'a step that stays',
    parts: { pod: { initContainers: [{ name: 'a', image: 'web:local', restartPolicy: 'Always' }] } },
    path: 'initContainers[0].restartPolicy',
  },
  {
    what: 'what only Kubernetes knows',
    parts: reading({ fieldRef: { fieldPath: 'status.podIP' } }),
    path: 'containers[0].env[0]',
  },
  {
    what: 'a key that is not there',
    parts: reading({ secretKeyRef: { name: 'keys', key: 'NO' } }),
    path: 'containers[0].env[0]',
  },
  {
    what: 'a ConfigMap that is not there',
    parts: { container: { envFrom: [{ configMapRef: { name: 'no' } }] } },
    path: 'containers[0].envFrom[0]',
  },
  {
    what: 'a port that two processes would want',
    parts: { spec: { replicas: 2 }, container: { ...http, ...variable('x8080') } },
    path: 'containers[0].ports[0]',
  },
  {
    what: 'a port that only a probe knows, twice',
    parts: { spec: { replicas: 2 }, container: { livenessProbe: { tcpSocket: { port: 7000 } } } },
    path: 'containers[0]',
  },
  {
    what: 'a port that is not TCP',
    parts: { container: { ports: [{ containerPort: 53, protocol: 'UDP' }] } },
    path: 'containers[0].ports[0].protocol',
  },
  {
    what: 'a port of the node',
    parts: { container: { ports: [{ containerPort: 80, hostPort: 80 }] } },
    path: 'containers[0].ports[0].hostPort',
  },
  {
    what: 'a port within a text',
    parts: { container: { ports: [{ containerPort: 1 }], ...variable('0.0.0.0:$(A)') } },
    path: 'containers[0].env[1].value',
  },
  {
    what: 'a port within an argument',
    parts: { container: { ports: [{ containerPort: 1 }], ...variable(''), args: ['$(A)'] } },
    path: 'containers[0].args[0]',
  },
  { what: 'a probe by gRPC', parts: probed({ grpc: { port: 8080 } }), path: 'containers[0].readinessProbe' },
  {
    what: 'a probe of a port without that name',
    parts: probed({ tcpSocket: { port: 'no' } }),
    path: 'containers[0].readinessProbe',
  },
  {
    what: 'a probe over TLS',
    parts: probed({ httpGet: { port: 'http', scheme: 'HTTPS' } }),
    path: 'containers[0].readinessProbe.httpGet.scheme',
  },
  {
    what: 'a probe with headers',
    parts: probed({ httpGet: { port: 'http', httpHeaders: [] } }),
    path: 'containers[0].readinessProbe.httpGet.httpHeaders',
  },
  {
    what: 'a probe of another host',
    parts: probed({ tcpSocket: { port: 'http', host: 'x' } }),
    path: 'containers[0].readinessProbe.tcpSocket.host',
  },
  {
    what: 'a probe with a grace of its own',
    parts: probed({ tcpSocket: { port: 'http' }, terminationGracePeriodSeconds: 1 }),
    path: 'containers[0].readinessProbe.terminationGracePeriodSeconds',
  },
  { what: 'a folder of the node', parts: mounted({ hostPath: { path: '/' } }), path: 'containers[0].volumeMounts[0]' },
  {
    what: 'a token of the API server',
    parts: mounted({ projected: { sources: [{ serviceAccountToken: {} }] } }),
    path: 'containers[0].volumeMounts[0]',
  },
  {
    what: 'a Secret that is not there',
    parts: mounted({ secret: { secretName: 'no' } }),
    path: 'containers[0].volumeMounts[0]',
  },
  {
    what: 'a file that is not there',
    parts: mounted({ configMap: { name: 'settings', items: [{ key: 'no', path: 'no' }] } }),
    path: 'containers[0].volumeMounts[0]',
  },
  {
    what: 'a host without its port',
    parts: { container: { env: [{ name: 'DB_HOST', value: 'store' }] } },
    path: 'containers[0].env.DB_HOST',
  },
  {
    what: 'an address with a namespace',
    parts: { container: variable('http://store.demo:80/x') },
    path: 'containers[0].env.B',
  },
];

test.each(workloads)('$what has no counterpart on one machine, and is refused', ({ parts, path }) => {
  const tree = [
    other('ConfigMap', 'settings', { data: { LEVEL: 'info' } }),
    other('Secret', 'keys', { data: {} }),
    workload({ name: 'store' }),
    serviceOf('store'),
    workload(parts),
  ];
  expect(faultsOf(tree)).toEqual([`Deployment demo/web spec.template.spec.${path}`]);
});

const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'once', namespace: 'demo' } };
const ingressOf = (spec: object): object => other('Ingress', 'in', { spec });
const to = (number: number): object => ({ backend: { service: { name: 'web', port: { number } } } });
const claims = { volumeClaimTemplates: [{ metadata: { name: 'data' } }] };

test.each([
  { what: 'an unknown kind', objects: [other('CronJob', 'c', { spec: {} })], path: 'CronJob demo/c kind' },
  { what: 'a name twice', objects: [workload({ kind: 'Job' })], path: 'Job demo/web metadata.name' },
  {
    what: 'a Pod that ends',
    objects: [{ ...pod, spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'web:local' }] } }],
    path: 'Pod demo/once spec.restartPolicy',
  },
  {
    what: 'a Job in several',
    objects: [workload({ name: 'j', kind: 'Job', spec: { completions: 2 } })],
    path: 'Job demo/j spec.completions',
  },
  {
    what: 'a Job at once',
    objects: [workload({ name: 'j', kind: 'Job', spec: { parallelism: 2 } })],
    path: 'Job demo/j spec.parallelism',
  },
  {
    what: 'several with claims',
    objects: [workload({ name: 's', kind: 'StatefulSet', spec: { ...claims, replicas: 2 } })],
    path: 'StatefulSet demo/s spec.replicas',
  },
  {
    what: 'a name for elsewhere',
    objects: [serviceOf('out', { type: 'ExternalName' })],
    path: 'Service demo/out spec.type',
  },
  { what: 'a Service of nobody', objects: [serviceOf('nobody')], path: 'Service demo/nobody spec.selector' },
  {
    what: 'a Service without a selector',
    objects: [serviceOf('free', { selector: {} })],
    path: 'Service demo/free spec.selector',
  },
  {
    what: 'a Service that stays with who asks',
    objects: [serviceOf('web', { sessionAffinity: 'ClientIP' })],
    path: 'Service demo/web spec.sessionAffinity',
  },
  {
    what: 'a Service of datagrams',
    objects: [serviceOf('web', { ports: [{ port: 53, protocol: 'UDP' }] })],
    path: 'Service demo/web spec.ports[0].protocol',
  },
  {
    what: 'a port without that name',
    objects: [serviceOf('web', { ports: [{ port: 80, targetPort: 'no' }] })],
    path: 'Service demo/web spec.ports[0].targetPort',
  },
  {
    what: 'a route to a port that is not there',
    objects: [serviceOf('web'), ingressOf({ rules: [{ http: { paths: [to(81)] } }] })],
    path: 'Ingress demo/in spec.rules[0].http.paths[0].backend',
  },
  {
    what: 'a route to nobody',
    objects: [ingressOf({ defaultBackend: { service: { name: 'no', port: { number: 80 } } } })],
    path: 'Ingress demo/in spec.defaultBackend',
  },
  {
    what: 'bytes in a ConfigMap',
    objects: [other('ConfigMap', 'c', { binaryData: { a: '/w==' } })],
    path: 'ConfigMap demo/c binaryData',
  },
  { what: 'bytes in a Secret', objects: [other('Secret', 's', { data: { a: '/w==' } })], path: 'Secret demo/s data.a' },
])('$what has no counterpart on one machine, and is refused', ({ objects, path }) => {
  expect(faultsOf([workload(), ...objects])).toEqual([path]);
});

test('an address that is recognised, and a text that is none, are in order', () => {
  const env = [
    'store',
    'http://store.demo.svc:80',
    'http://store.demo.example',
    'redis://store:6379',
    'my-store.demo:1',
  ];
  const container = { env: env.map((value, index) => ({ name: `A${index}`, value })) };
  expect(faultsOf([workload({ name: 'store' }), serviceOf('store'), workload({ container })])).toEqual([]);
});

test('a Service that leads to two workloads is refused', () => {
  const labelled = (name: string): object => ({ ...workload(), metadata: { name, namespace: 'demo' } });
  expect(faultsOf([labelled('a'), labelled('b'), serviceOf('web')])).toEqual(['Service demo/web spec.selector']);
});

test("files that containers of a pod hand to each other are refused, what is in /tmp is nobody else's business", () => {
  const sharing = (mountPath: string): object => {
    const volumeMounts = [{ name: 'v', mountPath }];
    return workload({
      pod: {
        volumes: [{ name: 'v', emptyDir: {} }],
        initContainers: [{ name: 'a', image: 'web:local', volumeMounts }],
      },
      container: { volumeMounts },
    });
  };
  expect(faultsOf([sharing('/made')])).toEqual([
    'Deployment demo/web spec.template.spec.containers[0].volumeMounts[0]',
  ]);
  expect(faultsOf([sharing('/tmp')])).toEqual([]);
});

test('all faults are told at once, and no text of a Secret with them', () => {
  const data = { ADDRESS: Buffer.from('http://user:canary@web.demo:99').toString('base64') };
  const env = [{ name: 'ADDRESS', valueFrom: { secretKeyRef: { name: 'keys', key: 'ADDRESS' } } }];
  const tree = [other('Secret', 'keys', { data }), workload({ container: { env, image: 'no:1' } }), serviceOf('web')];
  const plan = (): unknown => planOf(tree);
  const container = 'Deployment demo/web spec.template.spec.containers[0]';
  const issues = [
    expect.objectContaining({ path: `${container}.image` }) as unknown,
    expect.objectContaining({ path: `${container}.env.ADDRESS` }) as unknown,
  ];
  expect(plan).toThrow(expect.objectContaining({ code: 'NOT_LOCAL', issues }) as Error);
  expect(plan).not.toThrow('canary');
});
