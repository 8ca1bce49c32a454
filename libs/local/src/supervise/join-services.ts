import type { LocalPlan, LocalService } from '@nx-kube/manifests/local';

import { keyOf, keysOf } from './service-ports.ts';

type Services = Pick<LocalPlan, 'services'>;

/**
 * The Services of a plan, and the ports that only another one has: while that takes its place, what served goes on to serve. Pure.
 * A port keeps its index in its Service.
 */
export function joinServices(before: Services, after: Services): readonly LocalService[] {
  const known = new Set(keysOf(before));
  const added = after.services.map((service) => ({
    ...service,
    ports: service.ports.filter(({ port }) => !known.has(keyOf(service.name, port))),
  }));
  const isSame = (a: LocalService, b: LocalService): boolean => a.name === b.name && a.workload === b.workload;
  const joined = before.services.map((service) => ({
    ...service,
    ports: [...service.ports, ...added.filter((one) => isSame(one, service)).flatMap(({ ports }) => ports)],
  }));
  const others = added.filter(
    (service) => service.ports.length > 0 && !before.services.some((one) => isSame(one, service)),
  );
  return [...joined, ...others];
}
