import type { LocalRoute } from '@nx-kube/manifests/local';

import { hostMatches } from './host.ts';

/** Where hosts and paths lead. */
export interface RouteTable {
  /** Whether any rule is for this host by its name. */
  names(host: string): boolean;
  find(host: string, path: string): LocalRoute | undefined;
}

/**
 * Rules in the order in which they count: a host by its name before all hosts, then the longest path, then Exact. Pure.
 *
 * @param hosts names of the door. One that no rule names, such as `localhost`, means the first of them
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#multiple-matches
 */
export function routeTable(routes: readonly LocalRoute[], hosts: readonly string[]): RouteTable {
  const ordered = routes.toSorted((a, b) => rank(b) - rank(a) || weigh(b) - weigh(a));
  const names = (host: string): boolean =>
    routes.some((route) => route.host !== undefined && hostMatches(route.host, host));
  const [first] = hosts;
  const aliases = new Map(hosts.map((host) => [host, first !== undefined && !names(host) ? first : host]));
  return {
    names,
    find(host, path) {
      const name = aliases.get(host) ?? host;
      return ordered.find((route) => hostMatches(route.host, name) && pathMatches(route, path));
    },
  };
}

/**
 * Whether a path is meant by a rule. Pure.
 *
 * @see https://kubernetes.io/docs/concepts/services-networking/ingress/#path-types
 */
export function pathMatches({ path: rule, pathType }: Pick<LocalRoute, 'path' | 'pathType'>, path: string): boolean {
  if (pathType === 'Exact') return path === rule;
  const prefix = rule.endsWith('/') ? rule.slice(0, -1) : rule;
  return path.startsWith(prefix) && (path.length === prefix.length || path[prefix.length] === '/');
}

function rank({ host }: LocalRoute): number {
  if (host === undefined) return 0;
  return host.startsWith('*.') ? 1 : 2;
}

/** Elements decide; between equals, Exact does. */
function weigh({ path, pathType }: LocalRoute): number {
  return path.length * 2 + (pathType === 'Exact' ? 1 : 0);
}
