import { mapOf, requestsAtOnce } from '../run/pool.ts';
import { followPods } from './follow-pods.ts';
import { hasLog, inOrder, readHistory, sourcesOf, type PodLogLine, type PodLogOptions } from './sources.ts';

/**
 * What the containers of some workloads write, init containers included, in the order of time.
 *
 * @throws ApplyError when the cluster can't be read
 */
export function podLogs(o: PodLogOptions): AsyncGenerator<PodLogLine> {
  return o.follow && !o.previous ? followPods(o) : readPods(o);
}

async function* readPods(o: PodLogOptions): AsyncGenerator<PodLogLine> {
  const { items } = await o.cluster.list('v1', 'Pod', { namespace: o.namespace });
  const sources = items.flatMap((pod) => sourcesOf(pod, o.workloads));
  const wanted = sources.filter(({ container }) => (o.previous ? container.previous : hasLog(container)));
  yield* inOrder((await mapOf(wanted, requestsAtOnce, (source) => readHistory(o, source))).flat());
}
