import { createHash } from 'node:crypto';
import type { ObjectRef } from '@nx-kube/kube';
import { groupKind } from '../phases.ts';

/** On every member: which set it is in. */
export const partOfLabel = 'applyset.kubernetes.io/part-of';

const idLabel = 'applyset.kubernetes.io/id';
const toolingAnnotation = 'applyset.kubernetes.io/tooling';
const kindsAnnotation = 'applyset.kubernetes.io/contains-group-kinds';
const namespacesAnnotation = 'applyset.kubernetes.io/additional-namespaces';

/** Name of the ConfigMap that is both our inventory and the ApplySet's parent. */
export function inventoryName(release: string): string {
  return `nx-kube.${release}`;
}

/**
 * Identity of the set, bound to the parent's place so that nobody else's parent can claim our members.
 *
 * @see https://github.com/kubernetes/enhancements/tree/master/keps/sig-cli/3659-kubectl-apply-prune (the code says
 *   `applyset.kubernetes.io` where that text says `applyset.k8s.io`)
 */
export function applySetId(release: string, namespace: string): string {
  const digest = createHash('sha256')
    .update(`${inventoryName(release)}.${namespace}.ConfigMap.`)
    .digest('base64url');
  return `applyset-${digest}-v1`;
}

/** Labels and annotations that make the inventory a valid ApplySet parent for `members`. */
export function parentMetadata(o: {
  readonly release: string;
  readonly namespace: string;
  readonly tool: string;
  readonly members: readonly ObjectRef[];
}): { readonly labels: Record<string, string>; readonly annotations: Record<string, string> } {
  const kinds = new Set(o.members.map((member) => groupKind(member)));
  const namespaces = new Set(o.members.flatMap((member) => member.namespace ?? []));
  namespaces.delete(o.namespace);
  return {
    labels: { [idLabel]: applySetId(o.release, o.namespace) },
    annotations: {
      [toolingAnnotation]: o.tool,
      [kindsAnnotation]: [...kinds].toSorted().join(','),
      ...(namespaces.size > 0 && { [namespacesAnnotation]: [...namespaces].toSorted().join(',') }),
    },
  };
}
