import { type ObjectStatus, status } from '@nx-kube/apply';
import { formatRef } from '@nx-kube/kube';

import type { OwnEvent } from '../report/events.ts';
import { openRelease } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import type { ClusterPlace } from './place.ts';
import { tellMissing, tellUnfinished } from './release-notes.ts';

/** Lists the objects of the release, each with its verdict, and the pods of the workloads. */
export async function clusterStatus({ options }: ClusterPlace, world: World): Promise<Outcome> {
  const { cluster, release, namespace } = await openRelease(options, world);
  try {
    const report = await status({ cluster, release, namespace });
    if (!report.found) return tellMissing(report, world);
    for (const object of report.objects) for (const event of describeObject(object)) world.emit(event);
    tellUnfinished(report, world);
    return report.ok ? 'done' : 'failed';
  } finally {
    cluster.close();
  }
}

/** The object, then its pods. Pure. */
function describeObject({ ref, state, message, pods, kept }: ObjectStatus): OwnEvent[] {
  const detail = kept === undefined ? message : `${message}; kept: ${kept}`;
  // A disruption budget selects the same pods as its workload.
  const ofPods = (ref.kind === 'PodDisruptionBudget' ? [] : pods).map((pod): OwnEvent => {
    const words = [pod.waiting ?? pod.phase, `${pod.restarts} restarts`, ...pod.images];
    return {
      type: 'object',
      name: `  Pod ${pod.name}`,
      state: pod.ready ? 'ready' : 'pending',
      message: words.join('  '),
    };
  });
  return [{ type: 'object', name: formatRef(ref), state, message: detail }, ...ofPods];
}
