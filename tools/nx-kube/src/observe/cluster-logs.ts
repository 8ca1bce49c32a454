import { type PodLogLine, podLogs, readWorkloads } from '@nx-kube/apply';

import type { OwnEvent } from '../report/events.ts';
import { openRelease } from '../verbs/release-target.ts';
import type { Outcome, World } from '../world.ts';
import type { LogChoice } from './log-choice.ts';
import { readOnly } from './names.ts';
import type { ClusterPlace } from './place.ts';
import { tellMissing } from './release-notes.ts';

/**
 * Shows what the pods of a release print, those that come later too.
 *
 * @throws PluginError USAGE for a name that no workload has; ApplyError
 */
export async function clusterLogs({ options }: ClusterPlace, choice: LogChoice, world: World): Promise<Outcome> {
  const { cluster, release, namespace } = await openRelease(options, world);
  try {
    const workloads = await readWorkloads({ cluster, release, namespace });
    if (workloads === undefined) return tellMissing({ release, namespace }, world);
    const names = workloads.map(({ ref }) => ref.name);
    const isWanted = readOnly(choice.only, names);
    const { follow, previous, since, tail } = choice;
    let lines = 0;
    const all = podLogs({
      cluster,
      namespace,
      workloads,
      follow,
      previous,
      signal: world.signal,
      ...(tail === undefined ? {} : { tailLines: tail }),
      ...(since === undefined ? {} : { sinceSeconds: Math.max(1, Math.ceil((Date.now() - since) / 1000)) }),
    });
    for await (const line of all) {
      const event = describeLine(line);
      if (isWanted && !isWanted({ workload: line.workload, names: [line.pod, event.process] })) continue;
      world.emit(event);
      lines += 1;
    }
    if (lines === 0 && !follow) world.emit({ type: 'note', kind: 'empty', message: nothing(choice) });
    return 'done';
  } finally {
    cluster.close();
  }
}

function nothing({ previous }: LogChoice): string {
  return previous ? 'no container has been started again' : 'nothing was printed in that time';
}

type PodLog = Extract<OwnEvent, { type: 'log' }>;

/** A line of a pod, which people call by a short name: the hash of its ReplicaSet says nothing to them. Pure. */
function describeLine({ workload, pod, container, at, line }: PodLogLine): PodLog {
  const last = pod.split('-').at(-1) ?? '';
  const short = pod.startsWith(`${workload}-`) ? `${workload}-${last}` : pod;
  const process = container === workload ? short : `${short}/${container}`;
  return { type: 'log', process, pod, container, at, line };
}
