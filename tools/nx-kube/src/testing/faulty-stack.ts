import { defineStack, object, secret, when } from '@nx-kube/manifests';
import * as z from 'zod';

const Values = z.strictObject({
  namespace: z.strictObject({ name: z.string().default('demo'), create: z.boolean().default(true) }).prefault({}),
  images: z.strictObject({}).prefault({}),
  secrets: z.strictObject({ token: z.string().default('canary') }).prefault({}),
});

/** A stack with a fault in each of its objects, and two environments that share them. */
export default defineStack({
  name: 'faulty',
  schema: Values,
  environments: { dev: {}, prod: { namespace: { create: false } } },
  images: {},
  secrets: { name: 'keys', specs: [] },
  endpoint: () => ({ url: '', host: '' }),
  smoke: { service: 'web', port: 80, path: '/' },
  objects: ({ namespace: { name, create }, secrets }) => [
    when(create, { apiVersion: 'v1', kind: 'Namespace', metadata: { name, lables: {} } }),
    object({ apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace: name }, spec: { ports: [] } }),
    secret({ namespace: name, app: 'demo' }, { name: 'keys', data: { 'TO KEN': secrets.token } }).object,
    { apiVersion: 'policy/v1beta1', kind: 'PodDisruptionBudget', metadata: { name: 'web', namespace: name } },
  ],
});
