import { type KubeObject, parseQuantity, podSpecOf } from '@nx-kube/kube';

import { PluginError } from '../error.ts';

/** CPU in cores, memory in bytes. */
export interface Resources {
  readonly cpu: number;
  readonly memory: number;
}

/** What lives in the cluster now, and whose it is. */
export interface Occupancy {
  /** All Nodes. */
  readonly nodes: readonly KubeObject[];
  /** All Pods. */
  readonly pods: readonly KubeObject[];
  /** The objects that are about to be applied; the pods that they already have do not count. */
  readonly objects: readonly KubeObject[];
  readonly namespace: string;
}

/**
 * What is left for the stack: allocatable on nodes that take pods, minus the requests of everybody else's pods. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/scheduling-eviction/ (requests decide, not use)
 */
export function freeResources({ nodes, pods, objects, namespace }: Occupancy): Resources {
  const selectors = objects.map(selectorOf).filter((selector) => selector !== undefined);
  const others = pods.filter((pod) => isRunning(pod) && !isOurs(pod, selectors, namespace));
  const used = others.map(podRequests);
  const offered = nodes.filter(takesPods).map((node) => readResources(statusOf(node)['allocatable']));
  return { cpu: sum(offered, 'cpu') - sum(used, 'cpu'), memory: sum(offered, 'memory') - sum(used, 'memory') };
}

/**
 * @param needs requests of all pods of the stack and of one more per Deployment, for a rollout
 * @throws PluginError NO_ROOM, before anything is written
 */
export function requireRoom(needs: Resources, free: Resources): void {
  const short = [
    ...(needs.cpu > free.cpu ? [`${cores(needs.cpu)} CPU, and ${cores(free.cpu)} is free`] : []),
    ...(needs.memory > free.memory ? [`${mebibytes(needs.memory)} memory, and ${mebibytes(free.memory)} is free`] : []),
  ];
  if (short.length === 0) return;
  throw new PluginError('NO_ROOM', {
    doing: 'fit the stack into the cluster',
    because: `its pods, with one more per Deployment during a rollout, request ${short.join('; ')}`,
    fix: 'stop something else, lower the requests in the values, or make a larger profile (minikube delete, then --memory, --cpus)',
  });
}

/** What a pod reserves: its containers together, or its largest init container if that is more. Pure. */
export function podRequests(pod: KubeObject): Resources {
  const spec = (pod['spec'] ?? {}) as PodSpec;
  const main = (spec.containers ?? []).map(requestsOf);
  const init = (spec.initContainers ?? []).map(requestsOf);
  const most = (key: keyof Resources): number => Math.max(sum(main, key), ...init.map((each) => each[key]));
  const overhead = readResources(spec.overhead);
  return { cpu: most('cpu') + overhead.cpu, memory: most('memory') + overhead.memory };
}

interface Container {
  readonly resources?: { readonly requests?: Readonly<Record<string, string>> };
}

interface PodSpec {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly overhead?: Readonly<Record<string, string>>;
}

function requestsOf(container: Container): Resources {
  return readResources(container.resources?.requests);
}

function readResources(value: unknown): Resources {
  const { cpu = '0', memory = '0' } = (value ?? {}) as Readonly<Record<string, string>>;
  return { cpu: parseQuantity(cpu), memory: parseQuantity(memory) };
}

function takesPods(node: KubeObject): boolean {
  return (node['spec'] as { unschedulable?: boolean } | undefined)?.unschedulable !== true;
}

function isRunning(pod: KubeObject): boolean {
  return !['Succeeded', 'Failed'].includes(String(statusOf(pod)['phase']));
}

function isOurs(pod: KubeObject, selectors: readonly Readonly<Record<string, string>>[], namespace: string): boolean {
  if (pod.metadata.namespace !== namespace) return false;
  const labels = pod.metadata.labels ?? {};
  return selectors.some((selector) => Object.entries(selector).every(([key, value]) => labels[key] === value));
}

function selectorOf(object: KubeObject): Readonly<Record<string, string>> | undefined {
  if (podSpecOf(object) === undefined) return undefined;
  const spec = object['spec'] as { selector?: { matchLabels?: Record<string, string> } } | undefined;
  return spec?.selector?.matchLabels;
}

function statusOf(object: KubeObject): Readonly<Record<string, unknown>> {
  return (object['status'] ?? {}) as Record<string, unknown>;
}

function cores(cpu: number): string {
  return `${Math.max(0, Math.round(cpu * 1000))}m`;
}

function mebibytes(bytes: number): string {
  return `${Math.max(0, Math.round(bytes / 2 ** 20))}Mi`;
}

function sum(all: readonly Resources[], key: keyof Resources): number {
  return all.reduce((total, each) => total + each[key], 0);
}
