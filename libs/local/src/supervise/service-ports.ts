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

/** Names the ports of all Services. */
export function keysOf({ services }: Pick<LocalPlan, 'services'>): readonly string[] {
  return services.flatMap(({ name, ports }) => ports.map(({ port }) => keyOf(name, port)));
}

/** Where this machine has the ports of all Services that there are, or were: who knows an address keeps it. */
export function addressesOf(balancers: ServicePorts): readonly Address[] {
  return [...balancers].map(([key, { port: local }]) => {
    const at = key.lastIndexOf(':');
    return { service: key.slice(0, at), port: Number(key.slice(at + 1)), local };
  });
}

/** Leads every Service to the processes that are ready now. */
export function leadServices(
  { services }: Pick<LocalPlan, 'services'>,
  balancers: ServicePorts,
  workload: (name: string) => Pick<RunningWorkload, 'served' | 'because'> | undefined,
  waits: (workload: string) => string | undefined,
): void {
  for (const service of services) {
    const { name, workload: owner, ports } = service;
    const running = workload(owner);
    const because = running ? (running.because() ?? waits(owner)) : `${owner} is no part of this run`;
    for (const [index, { port }] of ports.entries()) {
      balancers.get(keyOf(name, port))?.set(running?.served(service, index) ?? [], because);
    }
  }
}

/** Leads the Services that a plan does not have any more to nobody. */
export function leadNowhere(plan: Pick<LocalPlan, 'services'>, balancers: ServicePorts): void {
  const known = new Set(keysOf(plan));
  for (const [key, balancer] of balancers)
    if (!known.has(key)) balancer.set([], 'the stack has no such Service any more');
}
