import type { Cluster } from '@nx-kube/apply';
import type { KubeObject } from '@nx-kube/kube';
import { type Door, openDoor, openServicePort, type ServicePort } from '@nx-kube/local';
import type { LocalRoute } from '@nx-kube/manifests/local';

import { PluginError } from '../../error.ts';
import { endpointsOf } from './endpoints.ts';
import { openPodGate, type PodGate } from './pod-gate.ts';
import { routesOf } from './routes.ts';

/** What to lead to, and how people call it. */
export interface ForwardOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  /** Address by the name of the Ingress, `http://todo.local`: what is behind believes to have it. */
  readonly url: string;
  /** Port of this machine; the first free one from 8080 if absent. */
  readonly port?: number;
}

/** An address of this machine that leads into the cluster. */
export interface Forward {
  readonly url: string;
  /** Follows the pods as they come and go, until the signal aborts; then closes everything. */
  serve(signal: AbortSignal): Promise<void>;
}

/** One port of a Service: who asks the balancer gets to the gate, and through it to a pod. */
interface Way {
  readonly service: KubeObject;
  readonly port: number;
  readonly gate: PodGate;
  readonly balancer: ServicePort;
}

const HOSTS = ['localhost', '127.0.0.1', '[::1]'];
/** What is under way when it ends. */
const GRACE_MS = 500;

/**
 * Leads a port of this machine to the pods of a release by the rules of its Ingress, through the API server. It speaks in
 * the name of the Ingress' address: accounts are bound to that, and would refuse a sign-in from another one.
 *
 * @throws PluginError NO_INGRESS; LocalError PORT_TAKEN; ApplyError
 */
export async function forwardRelease({ cluster, namespace, url, port }: ForwardOptions): Promise<Forward> {
  const [{ items: ingresses }, { items: services }] = await Promise.all([
    cluster.list('networking.k8s.io/v1', 'Ingress', { namespace }),
    cluster.list('v1', 'Service', { namespace }),
  ]);
  const routes = url === '' ? [] : routesOf(ingresses, services, new URL(url).hostname);
  if (routes.length === 0) throw noIngress(namespace, url);
  const door = await openDoor({ hosts: HOSTS, guise: url, ...(port === undefined ? {} : { port }) });
  const ways = await openWays(routes, services, { cluster, namespace });
  door.lead(routes, (name, number) => wayTo(ways, name, number)?.balancer);
  return {
    url: door.origins[0] ?? `http://localhost:${door.port}`,
    async serve(signal) {
      try {
        await followPods(ways, { cluster, namespace, signal });
      } finally {
        await close(door, ways);
      }
    },
  };
}

async function openWays(
  routes: readonly LocalRoute[],
  services: readonly KubeObject[],
  { cluster, namespace }: Pick<ForwardOptions, 'cluster' | 'namespace'>,
): Promise<readonly Way[]> {
  const targets = new Map(routes.map(({ service, port }) => [`${service}:${port}`, { name: service, port }]));
  const ways = [...targets.values()].flatMap(({ name, port }) => {
    const service = services.find(({ metadata }) => metadata.name === name);
    return service ? { service, port } : [];
  });
  return Promise.all(
    ways.map(async (way) => {
      const [gate, balancer] = await Promise.all([openPodGate(cluster, namespace), openServicePort()]);
      return { ...way, gate, balancer };
    }),
  );
}

function wayTo(ways: readonly Way[], name: string, port: number): Way | undefined {
  return ways.find((way) => way.service.metadata.name === name && way.port === port);
}

async function followPods(
  ways: readonly Way[],
  { cluster, namespace, signal }: Pick<ForwardOptions, 'cluster' | 'namespace'> & { readonly signal: AbortSignal },
): Promise<void> {
  const pods = new Map<string, KubeObject>();
  let synced = false;
  for await (const { type, object } of cluster.watch('v1', 'Pod', { namespace, signal })) {
    if (type === 'ADDED' || type === 'MODIFIED') pods.set(object.metadata.name, object);
    if (type === 'DELETED') pods.delete(object.metadata.name);
    synced ||= type === 'SYNCED';
    if (synced) for (const way of ways) lead(way, [...pods.values()]);
  }
}

function lead({ service, port, gate, balancer }: Way, pods: readonly KubeObject[]): void {
  const endpoints = endpointsOf(service, port, pods);
  gate.lead(endpoints);
  const none = balancer.endpoints().length === 0;
  if (endpoints.length === 0) balancer.set([], 'no pod of it is ready');
  else if (none) balancer.set([gate.port]);
}

async function close(door: Door, ways: readonly Way[]): Promise<void> {
  await door.close(GRACE_MS);
  for (const { gate } of ways) gate.close();
  await Promise.all(ways.map(({ balancer }) => balancer.close()));
}

function noIngress(namespace: string, url: string): PluginError {
  return new PluginError('NO_INGRESS', {
    doing: `lead a port of this machine to namespace ${namespace}`,
    because: url === '' ? 'the stack has no Ingress with these values' : `no Ingress there leads ${url} anywhere`,
    fix: 'deploy with ingress.enabled, or use: kubectl port-forward',
  });
}
