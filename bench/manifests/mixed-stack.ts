import {
  config,
  defineStack,
  ingress,
  merge,
  secretKey,
  service,
  shared,
  concat,
  type Stack,
  type StackScope,
} from '@nx-kube/manifests';
import * as z from 'zod';

const text = (value: string): z.ZodDefault<z.ZodString> => z.string().default(value);
const image = z
  .strictObject({
    repository: text('web').describe('Repository of the image.'),
    tag: text('0123456789abcdef').describe('Tag of the image.'),
    pullPolicy: z.enum(['Always', 'IfNotPresent', 'Never']).default('IfNotPresent').describe('When to pull it.'),
  })
  .prefault({});
const strings = z.record(z.string(), z.string());
const size = (cpu: string, memory: string) =>
  z.strictObject({ cpu: text(cpu).describe('Processors.'), memory: text(memory).describe('Memory.') }).prefault({});

const Values = z.strictObject({
  namespace: z
    .strictObject({
      name: text('mixed').describe('Where the objects are.'),
      create: z.boolean().default(true).describe('Whether the chart makes it.'),
    })
    .prefault({}),
  images: z.strictObject({ web: image }).prefault({}),
  secrets: z.strictObject({ token: text('').describe('Opens nothing.') }).prefault({}),
  replicas: z.int().default(2).describe('Pods of every service.'),
  resources: z.strictObject({ requests: size('100m', '128Mi'), limits: size('1', '256Mi') }).prefault({}),
  host: text('mixed.local').describe('Where people reach it.'),
  labels: strings.default({ team: 'shop', 'example.com/tier': 'web' }).describe('On every object.'),
  annotations: strings.default({ note: 'yes' }).describe('On every object.'),
});

/** Objects that one more service adds: account, Service, Deployment, disruption budget, ConfigMap, Ingress. */
const PER_SERVICE = 6;

/**
 * Services as people deploy them: settings, a program that runs before, a Service, a route. Every object has holes.
 *
 * @param count objects; rounded up to whole services
 */
export function mixedStack(count: number): Stack {
  return defineStack({
    name: 'mixed',
    schema: Values,
    environments: {},
    images: { web: 'web' },
    secrets: { name: 'mixed-secrets', specs: [] },
    objects: (v) => {
      const labels = shared('labels', merge({ app: 'mixed' }, v.labels, ['component']));
      const scope: StackScope = { namespace: v.namespace.name, app: 'mixed', labels, annotations: v.annotations };
      const { web } = v.images;
      return Array.from({ length: Math.ceil(count / PER_SERVICE) }, (_, at) => {
        const name = `web-${at}`;
        const settings = config(scope, {
          name,
          data: { LEVEL: 'info', FEATURE: 'no', URL: concat(['http://', v.host, `/${name}`]), PORT_RANGE: '8000-8100' },
        });
        const { LEVEL, FEATURE, URL } = settings.keys;
        const token = secretKey('mixed-secrets', 'TOKEN');
        const env = { LEVEL, FEATURE, URL, TOKEN: token };
        const before = { name: 'migrate', command: ['node', '/app/migrate.mjs'], env: { LEVEL, TOKEN: token } };
        const { replicas, resources } = v;
        const made = service(scope, { name, port: 8080, image: web, replicas, resources, env, before });
        const route = ingress(scope, {
          name,
          host: v.host,
          className: 'nginx',
          routes: [{ path: `/${name}`, service: name }],
        });
        return [...Object.values(made), settings.object, route];
      }).flat();
    },
    endpoint: ({ host }) => ({ url: `http://${host}`, host }),
    smoke: { service: 'web-0', port: 80, path: '/' },
    external: () => [{ kind: 'Secret', name: 'mixed-secrets' }],
  });
}
