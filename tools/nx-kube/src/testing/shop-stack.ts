import { defineStack, object } from '@nx-kube/manifests';
import * as z from 'zod';

const Values = z.strictObject({
  namespace: z.strictObject({ name: z.string().default('shop'), create: z.boolean().default(false) }).prefault({}),
  images: z.strictObject({}).prefault({}),
  secrets: z.strictObject({}).prefault({}),
});

const labels = { app: 'web' };

/** A stack of one Deployment behind one Service, called as the stack of the stub workspaces is. */
export default defineStack({
  name: 'small',
  schema: Values,
  environments: { minikube: {} },
  images: {},
  secrets: { name: 'none', specs: [] },
  endpoint: () => ({ url: '', host: '' }),
  smoke: { service: 'web-service', port: 80, path: '/status' },
  objects: ({ namespace: { name: namespace } }) => [
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web-service', namespace },
      spec: { selector: labels, ports: [{ port: 80 }] },
    },
    object({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace },
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [{ name: 'web', image: 'web:1' }] } },
      },
    }),
  ],
});
