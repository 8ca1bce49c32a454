import * as z from 'zod';
import { secret } from '../components/secret.ts';
import { eq, str, when } from '../hole/build.ts';
import { defineStack } from '../stack/define.ts';
import type { Stack } from '../stack/stack.ts';

const Values = z.strictObject({
  namespace: z.strictObject({ name: z.string().default('demo'), create: z.boolean().default(true) }).prefault({}),
  images: z
    .strictObject({
      web: z.strictObject({ repository: z.string().default('web'), tag: z.string().default('') }).prefault({}),
      store: z.strictObject({ repository: z.string().default('store'), tag: z.string().default('') }).prefault({}),
    })
    .prefault({}),
  secrets: z.strictObject({ url: z.string().default(''), token: z.string().default('') }).prefault({}),
  pods: z.int().min(0).default(1),
});

/** A stack of one Pod, a Secret, and a second Pod that is there unless `url` is given. */
export const demo: Stack = defineStack({
  name: 'demo',
  schema: Values,
  environments: { small: {}, large: { pods: 9 } },
  images: { web: 'web', 'demo-store': 'store' },
  secrets: {
    name: 'keys',
    specs: [
      { key: 'URL', value: 'url', env: 'URL', describe: 'Where the store is.' },
      { key: 'TOKEN', value: 'token', env: 'TOKEN', generate: 'hex32', minLength: 8, describe: 'Any text.' },
    ],
  },
  endpoint: () => ({ url: 'http://demo.local', host: 'demo.local' }),
  smoke: { service: 'web', port: 80, path: '/' },
  objects: (v) => {
    const metadata = { namespace: v.namespace.name };
    const env = ['URL', 'TOKEN'].map((key) => ({ name: key, valueFrom: { secretKeyRef: { name: 'keys', key } } }));
    const image = str`${v.images.web.repository}:${v.images.web.tag}`;
    const store = str`${v.images.store.repository}:${v.images.store.tag}`;
    return [
      when(v.namespace.create, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: v.namespace.name } }),
      secret(
        { namespace: v.namespace.name, app: 'demo' },
        { name: 'keys', data: { URL: v.secrets.url, TOKEN: v.secrets.token } },
      ).object,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', ...metadata },
        spec: { containers: [{ name: 'web', image, env }] },
      },
      when(eq(v.secrets.url, ''), {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'store', ...metadata },
        spec: { containers: [{ name: 'store', image: store }] },
      }),
    ];
  },
});

/** References for both images of the demo. */
export const demoImages = { web: 'registry:5000/web:0123', 'demo-store': 'store:4567' };
