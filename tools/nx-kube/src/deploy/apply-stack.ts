import { type Cluster, deploy, type DeployEvent, type DeployReport } from '@nx-kube/apply';
import { formatRef, type KubeObject, refKey } from '@nx-kube/kube';

import { TOOL } from '../tool.ts';
import type { World } from '../world.ts';

/** How to apply. */
export interface ApplyOptions {
  readonly cluster: Cluster;
  readonly release: string;
  readonly namespace: string;
  readonly objects: readonly KubeObject[];
  readonly timeoutSeconds: number;
  readonly dryRun: boolean;
  readonly forceConflicts: boolean;
  readonly allowPrune: boolean;
}

/** What the engine did, by kind of change; objects as people name them. */
export interface Applied {
  readonly report: DeployReport;
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly pruned: readonly string[];
  readonly failed: readonly string[];
}

type Changes = Pick<Applied, 'created' | 'updated' | 'pruned'>;

/** Hands the objects to the engine and sorts what it did; in a dry run, what it would do. */
export async function applyStack(options: ApplyOptions, { emit, signal }: World): Promise<Applied> {
  const seen: DeployEvent[] = [];
  const moved = new Set<string>();
  const onEvent = (event: DeployEvent): void => {
    seen.push(event);
    if (event.type === 'summary') return; // ours says more, and comes when everything is over
    if (event.type === 'waiting' || (event.type === 'applied' && event.action !== 'unchanged'))
      moved.add(refKey(event.ref));
    // That an object is ready is news only where it was changed or waited for.
    if (event.type !== 'ready' || moved.has(refKey(event.ref))) emit(event);
  };
  const report = await deploy({ ...options, tool: TOOL, signal, onEvent });
  for (const failed of untold(report, seen)) emit({ type: 'failed', ...failed });
  const failed = report.failed.map(({ ref }) => formatRef(ref));
  return { report, failed, ...(options.dryRun ? planned(seen) : happened(seen)) };
}

/** Failures that no event has named: what was not ready in time, and has no diagnosis. */
function untold({ failed }: DeployReport, events: readonly DeployEvent[]): DeployReport['failed'] {
  const told = new Set(
    events.flatMap((event) =>
      (event.type === 'failed' || event.type === 'diagnosis') && event.ref ? refKey(event.ref) : [],
    ),
  );
  return failed.filter(({ ref }) => !told.has(refKey(ref)));
}

function happened(events: readonly DeployEvent[]): Changes {
  const applied = events.filter((event) => event.type === 'applied');
  const named = (...actions: string[]): string[] =>
    applied.filter(({ action }) => actions.includes(action)).map(({ ref }) => formatRef(ref));
  const pruned = events.filter((event) => event.type === 'pruned').map(({ ref }) => formatRef(ref));
  return { created: named('created', 'recreated'), updated: named('updated'), pruned };
}

function planned(events: readonly DeployEvent[]): Changes {
  const objects = events.find((event) => event.type === 'plan')?.objects ?? [];
  const named = (wanted: string): string[] =>
    objects.filter(({ action }) => action === wanted).map(({ ref }) => formatRef(ref));
  return { created: named('create'), updated: named('update'), pruned: named('prune') };
}
