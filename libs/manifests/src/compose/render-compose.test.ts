import { load } from 'js-yaml';
import { expect, test } from 'vitest';
import type { ManifestError } from '../error.ts';
import type { Stack } from '../stack/stack.ts';
import { demo, demoImages } from '../testing/demo-stack.ts';
import { webStack } from '../testing/web-stack.ts';
import { renderCompose } from './render-compose.ts';

interface Rendered {
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly secrets?: object;
}

function rendered(tree: readonly unknown[], changes: Partial<Stack> = {}): Rendered {
  const files = renderCompose({ ...demo, tree, ...changes }, { images: demoImages });
  return load(files['compose.yaml'] ?? '') as Rendered;
}

/** A Deployment of one container, with this pod and this container. */
function deployment(pod: object, container: object): object {
  const labels = { app: 'web' };
  const containers = [{ name: 'web', image: 'web:1', ...container }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 2,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers, ...pod } },
    },
  };
}

test('a Deployment is a service, its Service a host name, its Ingress a port of this machine', () => {
  const tree = webStack().map((object) =>
    object.kind === 'Service'
      ? {
          ...object,
          metadata: { name: 'web-service' },
          spec: { selector: { app: 'web' }, ports: [{ name: 'http', port: 8080 }] },
        }
      : object,
  );
  const ingress = tree.find(({ kind }) => kind === 'Ingress') as unknown as {
    spec: { rules: { http: { paths: { backend: { service: { name: string } } }[] } }[] };
  };
  const [path] = ingress.spec.rules[0]?.http.paths ?? [];
  if (path) path.backend.service.name = 'web-service';
  expect(rendered(tree).services['web']).toMatchObject({
    image: 'web:1',
    environment: { LEVEL: 'info', TOKEN_FILE: '/run/secrets/TOKEN' },
    secrets: [{ source: 'TOKEN', target: '/run/secrets/TOKEN' }],
    tmpfs: ['/tmp'],
    cap_drop: ['ALL'],
    security_opt: ['no-new-privileges:true'],
    deploy: { replicas: 1, resources: { limits: { cpus: '1', memory: '134217728b' } } },
    networks: { default: { aliases: ['web-service'] } },
    ports: ['127.0.0.1:${DEMO_WEB_PORT:-8080}:8080'],
    restart: 'unless-stopped',
  });
});

test('an init container is a one-shot that must end well first, after the one before it', () => {
  const { services } = rendered([
    deployment(
      {
        initContainers: [
          { name: 'a', image: 'a:1', command: ['x'], args: ['y'] },
          { name: 'b', image: 'b:1' },
        ],
      },
      {},
    ),
  ]);
  expect(services).toMatchObject({
    'web-a': { restart: 'no', entrypoint: ['x'], command: ['y'] },
    'web-b': { depends_on: { 'web-a': { condition: 'service_completed_successfully' } } },
    web: { depends_on: { 'web-b': { condition: 'service_completed_successfully' } }, deploy: { replicas: 2 } },
  });
});

test('probes are one health check, as patient as the startup probe', () => {
  const { services } = rendered([
    deployment(
      {},
      {
        ports: [{ name: 'http', containerPort: 8080 }],
        startupProbe: { httpGet: { path: '/ready', port: 'http' }, periodSeconds: 1, failureThreshold: 60 },
        readinessProbe: {
          httpGet: { path: '/ready', port: 'http' },
          periodSeconds: 4,
          failureThreshold: 3,
          timeoutSeconds: 2,
        },
      },
    ),
  ]);
  expect(services['web']?.['healthcheck']).toEqual({
    test: ['CMD', 'node', '-e', expect.stringContaining('http://127.0.0.1:8080/ready') as string],
    interval: '2s',
    timeout: '2s',
    retries: 6,
    start_period: '60s',
  });
});

test('a service waits for those whose addresses it is told, and never in a circle', () => {
  const named = (name: string, env: object[]): object => ({
    ...deployment({}, { env }),
    metadata: { name },
  });
  const service = (name: string): object => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name },
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }] },
  });
  const { services } = rendered([
    {
      ...named('a', [{ name: 'B', value: 'http://b:80/x' }]),
      spec: withLabel('a', [{ name: 'B', value: 'http://b:80/x' }]),
    },
    { ...named('b', []), spec: withLabel('b', [{ name: 'A', value: 'http://user:pass@a:80' }]) },
    { ...service('a'), spec: { selector: { app: 'a' }, ports: [{ port: 80 }] } },
    { ...service('b'), spec: { selector: { app: 'b' }, ports: [{ port: 80 }] } },
  ]);
  expect(services['a']?.['depends_on']).toEqual({ b: { condition: 'service_started' } });
  expect(services['b']).not.toHaveProperty('depends_on');
});

function withLabel(app: string, env: readonly object[]): object {
  const spec = { containers: [{ name: app, image: 'x:1', env }] };
  return { selector: { matchLabels: { app } }, template: { metadata: { labels: { app } }, spec } };
}

test('a container that takes all keys of a source finds them below its prefix', () => {
  const settings = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'settings' }, data: { LEVEL: 'info' } };
  const keys = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys' }, stringData: { TOKEN: 'canary' } };
  const envFrom = [
    { prefix: 'A_', configMapRef: { name: 'settings' } },
    { prefix: 'B_', secretRef: { name: 'keys' } },
  ];
  const { services } = rendered([settings, keys, deployment({}, { envFrom })]);
  expect(services['web']?.['environment']).toEqual({ A_LEVEL: 'info', B_TOKEN_FILE: '/run/secrets/TOKEN' });
});

test('a dollar in a text stays one, and two are one, as in Kubernetes', () => {
  const env = [
    { name: 'PRICE', value: '$5 ${HOME}' },
    { name: 'NAME', value: '$$(PRICE) $(NOBODY)' },
  ];
  const { services } = rendered([deployment({}, { env })]);
  expect(services['web']?.['environment']).toEqual({ PRICE: '$$5 $${HOME}', NAME: '$$(PRICE) $$(NOBODY)' });
});

test('the files of the secrets come from a script that holds none of them', () => {
  const files = renderCompose(demo, { images: demoImages });
  expect(files['compose-secrets.sh']).toContain('[ -e TOKEN ] || openssl rand -hex 32 >TOKEN');
  expect(files['compose-secrets.sh']).toContain('[ -e URL ] || : >URL');
  expect(rendered(demo.tree).secrets).toEqual({
    TOKEN: { file: '${DEMO_SECRETS:-./secrets}/TOKEN' },
    URL: { file: '${DEMO_SECRETS:-./secrets}/URL' },
  });
});

test('what Compose has no words for is refused, all of it at once', () => {
  const tree = [
    { apiVersion: 'apps/v1', kind: 'DaemonSet', metadata: { name: 'agent' }, spec: {} },
    deployment(
      { volumes: [{ name: 'host', hostPath: { path: '/' } }] },
      {
        ports: [{ name: 'http', containerPort: 8080 }],
        env: [{ name: 'IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } }],
        volumeMounts: [{ name: 'host', mountPath: '/host' }],
        readinessProbe: { grpc: { port: 9 } },
      },
    ),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
    },
  ];
  const container = 'Deployment web spec.template.spec.containers[0]';
  expect(() => renderCompose({ ...demo, tree }, { images: demoImages })).toThrow(
    expect.objectContaining({
      code: 'NOT_COMPOSE',
      issues: [
        expect.objectContaining({ path: 'DaemonSet agent kind' }),
        expect.objectContaining({ path: `${container}.env[0]` }),
        expect.objectContaining({ path: `${container}.volumeMounts[0]` }),
        expect.objectContaining({ path: container }),
        expect.objectContaining({ path: 'Service web spec.ports[0]' }),
      ],
    }) as Error,
  );
});

test.each([
  { what: 'a field of the pod', pod: { hostNetwork: true }, container: {}, path: 'hostNetwork' },
  { what: 'a field that we do not know', pod: { runtimeClassName: 'x' }, container: {}, path: 'runtimeClassName' },
  {
    what: 'a field of the container',
    pod: {},
    container: { lifecycle: { preStop: { exec: { command: ['x'] } } } },
    path: 'containers[0].lifecycle',
  },
  {
    what: 'an init container that stays',
    pod: { initContainers: [{ name: 'side', image: 'x:1', restartPolicy: 'Always' }] },
    container: {},
    path: 'initContainers[0].restartPolicy',
  },
  {
    what: 'all rights',
    pod: {},
    container: { securityContext: { privileged: true } },
    path: 'containers[0].securityContext.privileged',
  },
  {
    what: 'a part of a volume',
    pod: { volumes: [{ name: 'tmp', emptyDir: {} }] },
    container: { volumeMounts: [{ name: 'tmp', mountPath: '/tmp', subPath: 'a' }] },
    path: 'containers[0].volumeMounts[0].subPath',
  },
  {
    what: 'a text that Kubernetes puts together',
    pod: {},
    container: {
      env: [
        { name: 'A', value: '1' },
        { name: 'B', value: '$(A)' },
      ],
    },
    path: 'containers[0].env[1].value',
  },
])('$what would get lost, and is refused', ({ pod, container, path }) => {
  expect(pathsOf([deployment(pod, container)])).toEqual([`Deployment web spec.template.spec.${path}`]);
});

test('objects that have no counterpart, or not a place of their own, are refused', () => {
  const secret = (name: string): object => ({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name },
    data: { KEY: '' },
  });
  const named = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'out' }, spec: { type: 'ExternalName' } };
  const claims = { ...deployment({}, {}), kind: 'StatefulSet', metadata: { name: 'store' } } as unknown as {
    spec: object;
  };
  const tree = [
    { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w' } },
    deployment({}, {}),
    { ...deployment({}, {}), kind: 'Job' },
    { ...claims, spec: { ...claims.spec, volumeClaimTemplates: [{ metadata: { name: 'data' } }] } },
    secret('one'),
    secret('other'),
    named,
  ];
  expect(pathsOf(tree)).toEqual([
    'Widget w kind',
    'Job web metadata.name',
    'Secret other data.KEY',
    'StatefulSet store spec.replicas',
    'Service out spec.type',
  ]);
});

function pathsOf(tree: readonly unknown[]): readonly string[] {
  try {
    renderCompose({ ...demo, tree }, { images: demoImages });
  } catch (error) {
    return (error as ManifestError).issues.map(({ path }) => path);
  }
  return [];
}

test('a secret that an environment or a Secret of its own holds is in no file', () => {
  const data = { OWN: Buffer.from('canary').toString('base64') };
  const env = [{ name: 'OWN', valueFrom: { secretKeyRef: { name: 'own', key: 'OWN' } } }];
  const tree = [
    ...demo.tree,
    { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'own' }, data },
    { ...deployment({}, { env }), metadata: { name: 'other' } },
  ];
  const stack = { ...demo, tree, environments: { given: { secrets: { url: 'canary-url' } } } };
  const files = renderCompose(stack, { images: demoImages, environment: 'given' });
  expect(Object.values(files).join('')).not.toContain('canary');
  expect(files['compose-secrets.sh']).toContain('[ -e OWN ] || { echo "Write the secret OWN into $folder/OWN');
});
