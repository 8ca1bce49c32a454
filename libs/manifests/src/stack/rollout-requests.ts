import { parseQuantity, podSpecOf, type Container, type KubeObject, type PodSpec } from '@nx-kube/kube';

/** An amount of both resources: cores, and bytes of memory. */
interface Amount {
  readonly cpu: number;
  readonly memory: number;
}

/**
 * What a cluster must have free to roll all these objects out: the requests of every pod, and of one surge pod per
 * Deployment, as an update starts the new pod before it stops an old one.
 *
 * @returns cpu in cores, memory in bytes
 */
export function rolloutRequests(objects: readonly KubeObject[]): { cpu: number; memory: number } {
  return objects
    .flatMap(podsOf)
    .reduce<Amount>((sum, { pods, spec }) => add(sum, podRequests(spec), pods), { cpu: 0, memory: 0 });
}

function podsOf(object: KubeObject): readonly { pods: number; spec: PodSpec }[] {
  const template = podSpecOf(object);
  if (!template) return [];
  const { replicas = 1 } = (object['spec'] ?? {}) as { replicas?: number };
  const surge = object.kind === 'Deployment' && replicas > 0 ? 1 : 0;
  return [{ pods: replicas + surge, spec: template.spec }];
}

/**
 * A pod needs what its containers need together, or what its largest init container needs, whichever is more.
 *
 * @see https://kubernetes.io/docs/concepts/workloads/pods/init-containers/#resource-sharing-within-containers
 */
function podRequests({ containers, initContainers = [] }: PodSpec): Amount {
  const sidecars = initContainers.filter((container) => container['restartPolicy'] === 'Always');
  const together = [...containers, ...sidecars]
    .map(requests)
    .reduce((sum, amount) => add(sum, amount), { cpu: 0, memory: 0 });
  return initContainers.map(requests).reduce(most, together);
}

function requests({ resources }: Container): Amount {
  // A request left out is the limit: the API server fills it in so.
  const amount = { ...resources?.limits, ...resources?.requests };
  return { cpu: parseQuantity(String(amount['cpu'] ?? 0)), memory: parseQuantity(String(amount['memory'] ?? 0)) };
}

function add(a: Amount, b: Amount, times = 1): Amount {
  return { cpu: a.cpu + b.cpu * times, memory: a.memory + b.memory * times };
}

function most(a: Amount, b: Amount): Amount {
  return { cpu: Math.max(a.cpu, b.cpu), memory: Math.max(a.memory, b.memory) };
}
