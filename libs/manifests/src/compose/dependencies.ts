import { needsOf, type Dependent } from '../without-cluster/needs.ts';

/** What a service waits for before it starts. */
export type Dependencies = Readonly<Record<string, { readonly condition: string }>>;

/** A service that may wait for others. */
interface DependentService extends Dependent {
  /** Has a check that can succeed. */
  readonly healthy: boolean;
}

/**
 * Who waits for whom: a service waits for the one-shots before it, and for services whose addresses it is told. Two that
 * know each other do not wait for each other: the first stays.
 *
 * @param hosts host name → service that answers to it
 */
export function dependenciesOf(
  services: readonly DependentService[],
  hosts: ReadonlyMap<string, string>,
): ReadonlyMap<string, Dependencies> {
  const byName = new Map(services.map((service) => [service.name, service]));
  const needs = needsOf(services, hosts);
  return new Map(
    services.map(({ name, after }) => {
      const targets = [...(needs.get(name) ?? [])].map((target) => {
        const done = after.includes(target) ? 'service_completed_successfully' : undefined;
        const up = byName.get(target)?.healthy === true ? 'service_healthy' : 'service_started';
        return [target, { condition: done ?? up }] as const;
      });
      return [name, Object.fromEntries(targets)];
    }),
  );
}
