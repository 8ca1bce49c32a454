import type { KubeObject } from '@nx-kube/kube';
import { checkDuplicateObjects, checkDuplicates } from './check-duplicates.ts';
import { checkLinks } from './check-links.ts';
import { checkNames } from './check-names.ts';
import { checkPodSecurity } from './check-pod-security.ts';
import { checkResources } from './check-resources.ts';
import { checkSelectors } from './check-selectors.ts';
import { checkShape } from './check-shape.ts';
import type { Issue } from './issue.ts';

/**
 * Checks the objects of a stack without a cluster: fields and types, names and ports, selectors, links between them,
 * Pod Security *restricted*, duplicates, requests and limits. Finds everything at once; an empty list is good.
 *
 * An object whose lists and maps are not where they belong is not looked at further, and then nor are the links.
 */
export function checkObjects(objects: readonly KubeObject[]): readonly Issue[] {
  const shapes = objects.map((object) => ({ object, ...checkShape(object) }));
  const readable = shapes.filter((shape) => shape.readable).map(({ object }) => object);
  const each = [checkNames, checkDuplicates, checkResources, checkPodSecurity];
  const together = readable.length === objects.length ? [...checkSelectors(objects), ...checkLinks(objects)] : [];
  return [
    ...shapes.flatMap(({ issues }) => issues),
    ...readable.flatMap((object) => each.flatMap((check) => check(object))),
    ...checkDuplicateObjects(objects),
    ...together,
  ];
}
