import { parseQuantity } from '@nx-kube/kube';
import type { CheckedObject } from './checked-object.ts';
import type { PlacedContainer } from './containers.ts';
import type { Report } from './issue.ts';

/** Containers that ask for more than they may use, which the API server refuses, or that may use all memory of a node. */
export function checkResources({ containers }: CheckedObject, report: Report): void {
  for (const placed of containers) checkContainer(placed, report);
}

function checkContainer({ path, container: { resources } }: PlacedContainer, report: Report): void {
  const { limits = {}, requests = {} } = resources ?? {};
  if (limits['memory'] === undefined)
    report({
      path: `${path}.resources.limits.memory`,
      rule: 'resources/memory-limit',
      message: 'is not set: the container may use up its node',
      fix: 'set a limit, such as "256Mi"',
    });
  for (const [name, request] of Object.entries(requests)) {
    const limit = limits[name];
    if (limit === undefined || !(amount(request) > amount(limit))) continue;
    report({
      path: `${path}.resources.requests.${name}`,
      value: request,
      rule: 'resources/request-above-limit',
      message: `must not be above the limit ${limit}`,
      fix: 'lower the request, or raise the limit',
    });
  }
}

/** NaN for what is no quantity: never above anything, and reported by its shape. */
function amount(quantity: string | number): number {
  try {
    return parseQuantity(String(quantity));
  } catch {
    return NaN;
  }
}
