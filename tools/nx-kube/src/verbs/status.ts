import { type ObjectStatus, status } from '@nx-kube/apply';
import { formatRef } from '@nx-kube/kube';

import type { OwnEvent } from '../report/events.ts';
import type { Outcome, World } from '../world.ts';
import { openRelease, type ReleaseOptions } from './release-target.ts';

/** Lists the objects of the release, each with its verdict, and the pods of the workloads. Reads only. */
export async function run(options: ReleaseOptions, world: World): Promise<Outcome> {
  const { cluster, release, namespace } = await openRelease(options, world);
  try {
    const report = await status({ cluster, release, namespace });
    if (!report.found) {
      world.emit({
        type: 'note',
        kind: 'missing',
        message: `there is no release ${release} in namespace ${namespace}`,
      });
      return 'failed';
    }
    for (const object of report.objects) for (const event of describeObject(object)) world.emit(event);
    if (report.phase !== 'idle') {
      const message = `a run by ${report.holder ?? 'someone'} is at work or was stopped (${report.phase})`;
      world.emit({ type: 'note', kind: 'running', message });
    }
    return report.ok ? 'done' : 'failed';
  } finally {
    cluster.close();
  }
}

/** The object, then its pods. Pure. */
export function describeObject({ ref, state, message, pods, kept }: ObjectStatus): OwnEvent[] {
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
