/**
 * The guestbook of the Kubernetes tutorials: a page, a Redis that is written to, and two that are read. The same objects
 * as its published manifest.
 *
 * @see https://github.com/kubernetes/examples/blob/279e8e4fe314f6cb7bc55fa3fbc21bbeaa48c0ea/web/guestbook/all-in-one/guestbook-all-in-one.yaml
 */
import { service, without, type Expr, type Holes, type OpenDeployment, type OpenService } from '@nx-kube/manifests';
import type { IEnvVar } from 'kubernetes-models/v1/EnvVar';
import * as z from 'zod';

export const Values = z.strictObject({
  replicas: z
    .strictObject({
      frontend: z.int().min(0).default(3).describe('Pods of the page.'),
      'redis-master': z.int().min(0).max(1).default(1).describe('Pods that are written to: one, or none.'),
      'redis-replica': z.int().min(0).default(2).describe('Pods that are read.'),
    })
    .prefault({}),
});

/** What one tier does not share with the others. */
interface Tier {
  readonly labels: { readonly app: string; readonly role?: string; readonly tier: string };
  readonly container: string;
  readonly image: { readonly repository: string; readonly tag: string };
  readonly port: number;
  readonly env?: readonly IEnvVar[];
  /** Of the Service, where it is said. */
  readonly type?: 'NodePort';
  readonly targetPort?: number;
}

const scope = { namespace: 'default', app: 'guestbook' };
const dns = [{ name: 'GET_HOSTS_FROM', value: 'dns' }];
const size = { cpu: '100m', memory: '100Mi' };
const resources = { requests: size, limits: size };

/** All objects of the guestbook, written against the holes of its values. */
export function guestbook({ replicas }: Holes<z.infer<typeof Values>>): readonly object[] {
  const tier = (name: keyof typeof replicas, options: Tier) => tierOf(name, replicas[name], options);
  return [
    ...tier('redis-master', {
      labels: { app: 'redis', role: 'master', tier: 'backend' },
      container: 'master',
      image: { repository: 'registry.k8s.io/redis', tag: 'e2e' },
      port: 6379,
      targetPort: 6379,
    }),
    ...tier('redis-replica', {
      labels: { app: 'redis', role: 'replica', tier: 'backend' },
      container: 'replica',
      image: { repository: 'gcr.io/google_samples/gb-redisslave', tag: 'v1' },
      port: 6379,
      env: dns,
    }),
    ...tier('frontend', {
      labels: { app: 'guestbook', tier: 'frontend' },
      container: 'php-redis',
      image: { repository: 'gcr.io/google-samples/gb-frontend', tag: 'v5' },
      port: 80,
      env: dns,
      type: 'NodePort',
    }),
  ];
}

/** A Deployment and a Service as the tutorial writes them, from ours: without what it leaves to Kubernetes. */
function tierOf(name: string, replicas: Expr<number>, options: Tier): readonly object[] {
  const { labels, container, image, port, env, type, targetPort } = options;
  const made = service(scope, { name, port, image, replicas, resources, probes: {} });
  const { spec } = made.deployment.spec.template;
  const containers = spec.containers.map((one) => ({
    ...without(one, 'env', 'securityContext', 'volumeMounts'),
    ...(env ? { env } : {}),
    name: container,
    resources: { requests: resources.requests },
    ports: [{ containerPort: port }],
  }));
  const address: OpenService = {
    ...made.service,
    metadata: { name, labels },
    spec: {
      ...without(made.service.spec, 'type'),
      ...(type ? { type } : {}),
      selector: labels,
      ports: [{ port, ...(targetPort ? { targetPort } : {}) }],
    },
  };
  const deployment: OpenDeployment = {
    ...made.deployment,
    metadata: { name },
    spec: {
      ...without(made.deployment.spec, 'revisionHistoryLimit', 'strategy'),
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers } },
    },
  };
  return [address, deployment];
}
