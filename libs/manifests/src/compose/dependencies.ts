/** What a service waits for before it starts. */
export type Dependencies = Readonly<Record<string, { readonly condition: string }>>;

/** A service, and the texts in which the addresses of others may stand. */
interface Dependent {
  readonly name: string;
  readonly texts: readonly string[];
  /** Has a check that can succeed. */
  readonly healthy: boolean;
  /** Ends by itself: what must have happened before this service starts. */
  readonly after: readonly string[];
}

/**
 * Who waits for whom: a service waits for the one-shots before it, and for services whose addresses it is told. Two that
 * know each other do not wait for each other: the first stays.
 *
 * @param hosts host name → service that answers to it
 */
export function dependenciesOf(
  services: readonly Dependent[],
  hosts: ReadonlyMap<string, string>,
): ReadonlyMap<string, Dependencies> {
  const byName = new Map(services.map((service) => [service.name, service]));
  const edges = new Map(services.map(({ name, after }) => [name, new Set(after)]));
  for (const { name, texts } of services) {
    for (const target of new Set(texts.flatMap((text) => targetsOf(text, hosts)))) {
      if (target !== name && !reaches(edges, target, name)) edges.get(name)?.add(target);
    }
  }
  return new Map(
    services.map(({ name, after }) => {
      const targets = [...(edges.get(name) ?? [])].map((target) => {
        const done = after.includes(target) ? 'service_completed_successfully' : undefined;
        const up = byName.get(target)?.healthy === true ? 'service_healthy' : 'service_started';
        return [target, { condition: done ?? up }] as const;
      });
      return [name, Object.fromEntries(targets)];
    }),
  );
}

function targetsOf(text: string, hosts: ReadonlyMap<string, string>): readonly string[] {
  return [...hosts]
    .filter(([host]) => new RegExp(`(?:^|//|@)${host.replaceAll('.', '[.]')}(?::\\d|/|$)`).test(text))
    .map(([, service]) => service);
}

function reaches(edges: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  if (from === to) return true;
  return [...(edges.get(from) ?? [])].some((next) => reaches(edges, next, to));
}
