import type { LocalPlan } from '@nx-kube/manifests/local';

import type { ServicePort } from '../balance/service-port.ts';
import type { Address } from './addresses.ts';
import type { RunningWorkload } from './workload.ts';

/** The balancers of a run, by Service and port. */
export type ServicePorts = ReadonlyMap<string, ServicePort>;

/** Names a port of a Service. */
export function keyOf(service: string, port: number): string {
  return `${service}:${port}`;
}

/** Where this machine has the ports of all Services. */
export function addressesOf({ services }: LocalPlan, balancers: ServicePorts): readonly Address[] {
  return services.flatMap(({ name, ports }) =>
    ports.flatMap(({ port }) => {
      const local = balancers.get(keyOf(name, port))?.port;
      return local === undefined ? [] : [{ service: name, port, local }];
    }),
  );
}

/** Leads every Service to the processes that are ready now. */
export function leadServices(
  { services }: LocalPlan,
  balancers: ServicePorts,
  workload: (name: string) => Pick<RunningWorkload, 'endpoints' | 'because'> | undefined,
  waits: (workload: string) => string | undefined,
): void {
  for (const { name, workload: owner, ports } of services) {
    const running = workload(owner);
    const ready = running?.endpoints() ?? [];
    const because = running ? (running.because() ?? waits(owner)) : `${owner} is no part of this run`;
    for (const { port, targetPort } of ports) {
      balancers.get(keyOf(name, port))?.set(
        // A port that a container does not declare is the same on this machine.
        ready.map((process) => process.get(targetPort) ?? targetPort),
        because,
      );
    }
  }
}
