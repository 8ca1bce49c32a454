import { isObject, listAt, objectAt, stringAt } from '../json.ts';

/** One field that another manager holds, from the 409 of a server-side apply. */
export interface FieldConflict {
  readonly manager: string;
  /** As the server writes it: `.spec.replicas`, `.spec.containers[name="app"].image`. */
  readonly field: string;
}

/** What to do about a manager: take its fields, leave them to it, or stop. */
export type ConflictPolicy = 'take' | 'yield' | 'refuse';

// People at a terminal or a dashboard: what the stack says wins over what was typed once.
const people =
  /^(kubectl($|[-_])|k9s|lens|openlens|rancher|headlamp|kubernetes-dashboard|dashboard$|octant|before-first-apply$|nx-kube$)/i;
// Controllers that keep setting a field; fighting them never ends.
const controllers =
  /^(kube-controller-manager|vpa|keda|cluster-autoscaler|cert-manager-cainjector|istio|pilot|linkerd)/i;

/** Reads the conflicting fields out of a `Status` body; empty when it is another kind of 409 (quota, lock, exists). */
export function fieldConflicts(status: unknown): readonly FieldConflict[] {
  if (!isObject(status)) return [];
  return listAt(objectAt(status, 'details') ?? {}, 'causes')
    .filter((cause) => cause['reason'] === 'FieldManagerConflict')
    .map((cause) => ({
      manager: /conflict with "([^"]*)"/.exec(stringAt(cause, 'message') ?? '')?.[1] ?? 'unknown',
      field: stringAt(cause, 'field') ?? '',
    }));
}

/**
 * Decides by the manager's name. A deployer (Helm, Argo CD, Flux) and whoever is unknown is refused: two deployers
 * would undo each other's work for ever.
 */
export function conflictPolicy(conflict: FieldConflict): ConflictPolicy {
  if (people.test(conflict.manager)) return 'take';
  if (controllers.test(conflict.manager)) return 'yield';
  return 'refuse';
}
