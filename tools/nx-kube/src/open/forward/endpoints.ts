import type { KubeObject } from '@nx-kube/kube';

/** A port of a pod that takes connections. */
export interface PodPort {
  readonly pod: string;
  readonly port: number;
}

interface ServiceSpec {
  readonly selector?: Readonly<Record<string, string>>;
  readonly ports?: readonly { readonly port: number; readonly targetPort?: number | string }[];
}

interface PodSpec {
  readonly containers?: readonly {
    readonly ports?: readonly { readonly name?: string; readonly containerPort: number }[];
  }[];
}

interface PodStatus {
  readonly conditions?: readonly { readonly type: string; readonly status: string }[];
}

/**
 * The ready pods behind a port of a Service, as kube-proxy sees them. Pure.
 *
 * @param pods of the Service's namespace
 * @see https://kubernetes.io/docs/concepts/services-networking/service/#services-with-selector
 */
export function endpointsOf(service: KubeObject, port: number, pods: readonly KubeObject[]): readonly PodPort[] {
  const { selector = {}, ports = [] } = (service['spec'] ?? {}) as ServiceSpec;
  const target = ports.find((each) => each.port === port);
  const labels = Object.entries(selector);
  if (target === undefined || labels.length === 0) return [];
  return pods
    .filter(({ metadata }) => labels.every(([name, value]) => metadata.labels?.[name] === value))
    .filter(isReady)
    .flatMap((pod) => {
      const number = portNumber(target.targetPort ?? port, pod);
      return number === undefined ? [] : { pod: pod.metadata.name, port: number };
    });
}

function isReady(pod: KubeObject): boolean {
  const { conditions = [] } = (pod['status'] ?? {}) as PodStatus;
  const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True');
  return ready && pod.metadata.deletionTimestamp === undefined;
}

/** A target port by name is a port of one of the pod's containers. */
function portNumber(target: number | string, pod: KubeObject): number | undefined {
  if (typeof target === 'number') return target;
  const { containers = [] } = (pod['spec'] ?? {}) as PodSpec;
  return containers.flatMap(({ ports = [] }) => ports).find(({ name }) => name === target)?.containerPort;
}
