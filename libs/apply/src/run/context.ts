import type { Cluster } from '../client/cluster.ts';
import { eventStream, type DeployEvent, type Emit } from '../events.ts';
import { applySetId } from '../inventory/applyset.ts';

/** What every step of one run needs. */
export interface Run {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
  /** Value of the part-of label on all members. */
  readonly id: string;
  /** `name/version`, written on the inventory. */
  readonly tool: string;
  /** Who we are, for the Lease and for whoever waits for us. */
  readonly holder: string;
  readonly emit: Emit;
  readonly signal: AbortSignal;
  readonly forceConflicts: boolean;
  /** Monotonic milliseconds. */
  readonly now: () => number;
}

/** Makes the context of a run: identity of the set, numbered events. */
export function startRun(o: {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
  readonly tool?: string | undefined;
  readonly holder: string;
  readonly signal: AbortSignal;
  readonly forceConflicts?: boolean | undefined;
  readonly onEvent: (event: DeployEvent) => void;
}): Run {
  const now = (): number => performance.now();
  return {
    cluster: o.cluster,
    release: o.release,
    namespace: o.namespace,
    id: applySetId(o.release, o.namespace),
    tool: o.tool ?? 'nx-kube/0.1.0',
    holder: o.holder,
    emit: eventStream(o.onEvent, now),
    signal: o.signal,
    forceConflicts: o.forceConflicts ?? false,
    now,
  };
}

/** `v1`, `apps/v1`: the two parts of a reference as an object writes them. */
export function apiVersionOf(ref: { readonly group: string; readonly version: string }): string {
  return ref.group === '' ? ref.version : `${ref.group}/${ref.version}`;
}
