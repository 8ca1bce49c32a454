import { parseQuantity, podSpecOf, type KubeObject } from '@nx-kube/kube';
import { containersOf, type PlacedContainer } from './containers.ts';
import { issueOf, type Issue } from './issue.ts';

/** Containers that ask for more than they may use, which the API server refuses, or that may use all memory of a node. */
export function checkResources(object: KubeObject): readonly Issue[] {
  const template = podSpecOf(object);
  if (!template) return [];
  return containersOf(template)
    .flatMap(faultsOf)
    .map((fault) => issueOf(object, fault));
}

function faultsOf({ path, container: { resources } }: PlacedContainer): readonly Omit<Issue, 'object'>[] {
  const { limits = {}, requests = {} } = resources ?? {};
  const unlimited = limits['memory'] === undefined;
  const above = Object.entries(requests).filter(([name, request]) => {
    const limit = limits[name];
    return limit !== undefined && amount(request) > amount(limit);
  });
  return [
    ...(unlimited
      ? [{ path: `${path}.resources.limits.memory`, message: 'is not set: the container may use up its node' }]
      : []),
    ...above.map(([name, value]) => ({
      path: `${path}.resources.requests.${name}`,
      value,
      message: `must not be above the limit ${limits[name]}`,
    })),
  ];
}

/** NaN for what is no quantity: never above anything, and reported by its shape. */
function amount(quantity: string | number): number {
  try {
    return parseQuantity(String(quantity));
  } catch {
    return NaN;
  }
}
