import { relative } from 'node:path';

import { type ObjectRef, refKey, refOf } from '@nx-kube/kube';
import { evaluateStack, type Stack } from '@nx-kube/manifests';

import { placeholderInput } from '../stack/placeholder-input.ts';
import type { ReleaseOptions } from '../verbs/release-target.ts';

/**
 * Finds where an object of a release is written in the typed source. The secrets of a release decide which objects there
 * are; one that the placeholders do not make has no place.
 *
 * @returns `deploy/workloads.ts:34:12`, relative to the workspace
 */
export function findSource(
  stack: Stack,
  { environment, namespace }: Pick<ReleaseOptions, 'environment' | 'namespace'>,
  root: string,
): (ref: ObjectRef) => string | undefined {
  const input = placeholderInput(stack, environment);
  const result = evaluateStack(stack, { ...input, ...(namespace === undefined ? {} : { namespace }) });
  const places = new Map(result.objects.map((object) => [refKey(refOf(object)), result.sourceOf(object)]));
  return (ref) => {
    const place = places.get(refKey(ref));
    return place === undefined ? undefined : relative(root, place);
  };
}
