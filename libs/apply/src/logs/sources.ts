import type { KubeObject } from '@nx-kube/kube';
import type { Cluster, ContainerRef } from '../client/cluster.ts';
import { ApplyError } from '../error.ts';
import { loggedContainers, type LoggedContainer } from './containers.ts';
import type { LogLine } from './log-lines.ts';
import type { Workload } from './workloads.ts';

/** One line, and which container of which workload wrote it. */
export interface PodLogLine extends LogLine {
  readonly workload: string;
  readonly pod: string;
  readonly container: string;
  /** The container runs before the others, to its end. */
  readonly init: boolean;
}

/** Whose logs, and which part of them. */
export interface PodLogOptions {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly workloads: readonly Workload[];
  /** Last lines of each container; all that the node has if absent. */
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** Only what containers wrote that ended and were started again since. */
  readonly previous?: boolean;
  /** Goes on until the signal aborts, with pods that come later too. */
  readonly follow?: boolean;
  readonly signal: AbortSignal;
}

/** One container of one pod. */
export interface LogSource {
  readonly workload: string;
  readonly pod: KubeObject;
  readonly container: LoggedContainer;
}

/** The containers of a pod of one of the workloads; none for anybody else's pod. */
export function sourcesOf(pod: KubeObject, workloads: readonly Workload[]): readonly LogSource[] {
  const owner = workloads.find((workload) => workload.isOwn(pod));
  if (!owner) return [];
  return loggedContainers(pod).map((container) => ({ workload: owner.ref.name, pod, container }));
}

/** While a container waits to be started again, the log of the run that ended is still the current one. */
export function hasLog({ state, previous }: LoggedContainer): boolean {
  return state !== 'waiting' || previous;
}

/** What a container has written so far. A log that is not there (any more) is an empty one. */
export async function readHistory(o: PodLogOptions, source: LogSource): Promise<readonly PodLogLine[]> {
  const { tailLines, sinceSeconds, previous, signal } = o;
  const which = {
    signal,
    ...(tailLines !== undefined && { tailLines }),
    ...(sinceSeconds !== undefined && { sinceSeconds }),
    ...(previous && { previous }),
  };
  try {
    const lines: PodLogLine[] = [];
    for await (const line of o.cluster.logLines(containerRef(source), which)) lines.push(lineFrom(source, line));
    return lines;
  } catch (error) {
    if (isNoLog(error) || signal.aborted) return [];
    throw error;
  }
}

/** The log can't be had at the moment: the pod is gone, or the container has not started. */
export function isNoLog(error: unknown): boolean {
  return error instanceof ApplyError && (error.status === 400 || error.status === 404);
}

/** Where the log of a container is. */
export function containerRef({ pod, container }: LogSource): ContainerRef {
  return { namespace: pod.metadata.namespace ?? 'default', pod: pod.metadata.name, container: container.name };
}

/** A line with its origin. */
export function lineFrom({ workload, pod, container }: LogSource, { at, line }: LogLine): PodLogLine {
  return { workload, pod: pod.metadata.name, container: container.name, init: container.init, at, line };
}

/** Lines of several logs as one; lines of one log keep their order. */
export function inOrder(lines: readonly PodLogLine[]): readonly PodLogLine[] {
  return lines.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}
