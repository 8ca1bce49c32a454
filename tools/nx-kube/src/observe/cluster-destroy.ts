import { type DeployEvent, destroy } from '@nx-kube/apply';
import { formatRef } from '@nx-kube/kube';

import { TOOL } from '../tool.ts';
import { openRelease } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import type { ClusterPlace } from './place.ts';

/** Deletes what the inventory lists, and says what stays and why. */
export async function clusterDestroy({ options }: ClusterPlace, deleteData: boolean, world: World): Promise<Outcome> {
  const begun = performance.now();
  const { emit, signal } = world;
  const { cluster, release, namespace } = await openRelease(options, world);
  try {
    const onEvent = (event: DeployEvent): void => {
      if (event.type !== 'summary') emit(event);
    };
    const report = await destroy({ cluster, release, namespace, deleteData, signal, onEvent, tool: TOOL });
    const { ok, interrupted, kept } = report;
    if (kept.length > 0)
      emit({ type: 'note', kind: 'kept', message: 'the next deploy takes it up; --delete-data deletes it' });
    const seconds = (performance.now() - begun) / 1000;
    const nothing = { created: [], updated: [], failed: [], unchanged: 0, dryRun: false };
    const pruned = report.deleted.map((ref) => formatRef(ref));
    emit({ type: 'summary', verb: 'destroy', ok, interrupted, seconds, pruned, ...nothing });
    if (interrupted) return 'interrupted';
    return ok ? 'done' : 'failed';
  } finally {
    cluster.close();
  }
}
