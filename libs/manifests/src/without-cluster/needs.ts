/** What runs, and the texts in which the addresses of others may stand. */
export interface Dependent {
  readonly name: string;
  readonly texts: readonly string[];
  /** What must have happened before, whatever the texts say. */
  readonly after: readonly string[];
}

/**
 * Who needs whom: what must have happened before, and those whose addresses it is told. Of two that know each other only
 * the first needs the other.
 *
 * @param hosts host name → what answers to it
 */
export function needsOf(
  dependents: readonly Dependent[],
  hosts: ReadonlyMap<string, string>,
): ReadonlyMap<string, ReadonlySet<string>> {
  const needs = new Map(dependents.map(({ name, after }) => [name, new Set(after)]));
  for (const { name, texts } of dependents) {
    for (const target of new Set(texts.flatMap((text) => targetsOf(text, hosts)))) {
      if (target !== name && !reaches(needs, target, name)) needs.get(name)?.add(target);
    }
  }
  return needs;
}

/** As in `store.shop.svc.cluster.local`. */
const WITH_NAMESPACE = '(?:[.][a-z0-9-]+[.]svc(?:[.]cluster[.]local)?)?';

function targetsOf(text: string, hosts: ReadonlyMap<string, string>): readonly string[] {
  return [...hosts]
    .filter(([host]) => new RegExp(`(?:^|//|@|,)${host}${WITH_NAMESPACE}(?::\\d|/|,|$)`).test(text))
    .map(([, target]) => target);
}

function reaches(needs: ReadonlyMap<string, ReadonlySet<string>>, from: string, to: string): boolean {
  if (from === to) return true;
  return [...(needs.get(from) ?? [])].some((next) => reaches(needs, next, to));
}
