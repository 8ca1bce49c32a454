import type { LocalContainer, LocalPlan, LocalProbe, LocalWorkload } from '@nx-kube/manifests/local';

/** A probe of `GET path`, every second unless told. */
export function httpProbe(path: string, more: Partial<LocalProbe> = {}): LocalProbe {
  return {
    check: { type: 'http', path, port: 8000 },
    initialDelaySeconds: 0,
    periodSeconds: 1,
    timeoutSeconds: 1,
    successThreshold: 1,
    failureThreshold: 3,
    ...more,
  };
}

/** A container that is told its port, and runs the script of its project. */
export function containerOf(project: string, more: Partial<LocalContainer> = {}): LocalContainer {
  return {
    name: project,
    project,
    env: { PORT: '8000', NAME: project },
    ports: [{ port: 8000, variables: ['PORT'] }],
    probes: { startup: httpProbe('/ready', { failureThreshold: 20 }), readiness: httpProbe('/ready') },
    files: [],
    folders: [],
    ...more,
  };
}

/** A Deployment of one process. */
export function workloadOf(
  name: string,
  container: Partial<LocalContainer> = {},
  more: Partial<LocalWorkload> = {},
): LocalWorkload {
  return {
    name,
    kind: 'Deployment',
    replicas: 1,
    graceSeconds: 20,
    init: [],
    container: containerOf(name, container),
    after: [],
    ...more,
  };
}

/** A plan in which every workload has a Service of its name at port 80, and the first one the way in. */
export function planOf(...workloads: readonly LocalWorkload[]): LocalPlan {
  const first = workloads[0]?.name ?? 'none';
  return {
    stack: 'made-up',
    workloads,
    services: workloads.map(({ name }) => ({ name, workload: name, ports: [{ port: 80, targetPort: 8000 }] })),
    routes: [{ path: '/', pathType: 'Prefix', service: first, port: 80 }],
    smoke: { service: first, port: 80, path: '/' },
  };
}
