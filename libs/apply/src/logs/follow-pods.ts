import type { KubeObject } from '@nx-kube/kube';
import { ApplyError } from '../error.ts';
import { pause } from '../run/pause.ts';
import { mapOf, requestsAtOnce } from '../run/pool.ts';
import { makeBatches, type Batches } from './batches.ts';
import type { LoggedContainer } from './containers.ts';
import {
  containerRef,
  hasLog,
  inOrder,
  isNoLog,
  lineFrom,
  type LogSource,
  type PodLogLine,
  type PodLogOptions,
  readHistory,
  sourcesOf,
} from './sources.ts';
import { startPosition, type Position } from './position.ts';

/** Lines of several pods that were written at about the same time arrive within this. */
const WINDOW_MS = 150;
/** After an answer that ended or broke although its container runs. */
const AGAIN_MS = 1000;

/** What is known of the pods while they are followed. */
interface Known {
  /** A container by its pod and name; `undefined` once the pod is gone. */
  find(key: string): LogSource | undefined;
  /** Resolves with the next change of any pod, or when it is all over. */
  changed(): Promise<void>;
}

/**
 * What the pods of some workloads write from now on, after what they wrote so far, until the signal aborts. A pod that
 * comes, or a container that is started again, is followed from its first line; a connection that breaks goes on where
 * it was.
 *
 * @throws ApplyError when the cluster can't be read
 */
export async function* followPods(o: PodLogOptions): AsyncGenerator<PodLogLine> {
  const stop = new AbortController();
  const signal = AbortSignal.any([o.signal, stop.signal]);
  const batches = makeBatches<PodLogLine>(WINDOW_MS);
  watchPods({ ...o, signal }, batches).then(batches.end, batches.fail);
  try {
    for await (const batch of batches.read()) yield* inOrder(batch);
  } finally {
    stop.abort();
  }
}

async function watchPods(o: PodLogOptions, batches: Batches<PodLogLine>): Promise<void> {
  const sources = new Map<string, LogSource>();
  const followed = new Set<string>();
  let told = Promise.withResolvers<void>();
  const known: Known = { find: (key) => sources.get(key), changed: () => told.promise };
  const tell = (): void => {
    told.resolve();
    told = Promise.withResolvers();
  };
  const follow = (key: string, position: Position): void => {
    followed.add(key);
    followContainer(o, key, { known, position, batches }).catch(batches.fail);
  };
  o.signal.addEventListener('abort', tell, { once: true });
  let synced = false;
  for await (const { type, object } of o.cluster.watch('v1', 'Pod', { namespace: o.namespace, signal: o.signal })) {
    if (type === 'ADDED' || type === 'MODIFIED') keep(sources, object, o);
    if (type === 'DELETED') for (const key of keysOf(sources, object)) sources.delete(key);
    if (type === 'SYNCED' && !synced) {
      synced = true;
      for (const [key, position] of await tellHistories(o, sources, batches)) follow(key, position);
    }
    if (synced) for (const key of sources.keys()) if (!followed.has(key)) follow(key, startPosition());
    tell();
  }
}

/** What the containers that are there wrote so far, as one; and how far each has been read. */
async function tellHistories(
  o: PodLogOptions,
  sources: ReadonlyMap<string, LogSource>,
  batches: Batches<PodLogLine>,
): Promise<readonly (readonly [string, Position])[]> {
  const entries = [...sources];
  const histories = await mapOf(entries, requestsAtOnce, async ([, source]) =>
    hasLog(source.container) ? readHistory(o, source) : [],
  );
  for (const line of inOrder(histories.flat())) batches.push(line);
  return entries.map(([key], index) => {
    const position = startPosition();
    for (const { at } of histories[index] ?? []) position.advance(at);
    return [key, position] as const;
  });
}

/** One container for as long as its pod is there, however often it is started again. */
async function followContainer(
  o: PodLogOptions,
  key: string,
  { known, position, batches }: { known: Known; position: Position; batches: Batches<PodLogLine> },
): Promise<void> {
  /** The runs up to this one have been read to their ends. */
  let read = -1;
  for (let source = known.find(key); source && !o.signal.aborted; source = known.find(key)) {
    const { restarts, state } = source.container;
    if (state === 'waiting' || restarts <= read) {
      await known.changed();
      continue;
    }
    position.begin();
    try {
      for await (const line of o.cluster.logLines(containerRef(source), { follow: true, ...since(o, position) })) {
        if (position.advance(line.at)) batches.push(lineFrom(source, line));
      }
      const now = known.find(key)?.container;
      if (hasEnded(now, restarts)) read = restarts;
      else await pause(AGAIN_MS, o.signal);
    } catch (error) {
      if (o.signal.aborted) return;
      if (!isPassing(error)) throw error;
      await pause(AGAIN_MS, o.signal);
    }
  }
}

function since(o: PodLogOptions, { at }: Position): { signal: AbortSignal; sinceTime?: string; sinceSeconds?: number } {
  // What an answer repeats within this second is left out by its time.
  if (at !== undefined) return { signal: o.signal, sinceTime: `${at.slice(0, 19)}Z` };
  return { signal: o.signal, ...(o.sinceSeconds !== undefined && { sinceSeconds: o.sinceSeconds }) };
}

function hasEnded(now: LoggedContainer | undefined, restarts: number): boolean {
  return now === undefined || now.restarts > restarts || now.state !== 'running';
}

/** The API server or the node was away for a moment, or the container is about to start or gone. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof ApplyError)) return true; // a connection that broke
  return isNoLog(error) || ['UNREACHABLE', 'TIMED_OUT', 'API_FAILED', 'THROTTLED'].includes(error.code);
}

function keep(sources: Map<string, LogSource>, pod: KubeObject, o: PodLogOptions): void {
  for (const source of sourcesOf(pod, o.workloads)) sources.set(keyOf(pod, source.container.name), source);
}

function keysOf(sources: ReadonlyMap<string, LogSource>, { metadata }: KubeObject): readonly string[] {
  return [...sources].flatMap(([key, { pod }]) => (pod.metadata.uid === metadata.uid ? key : []));
}

function keyOf({ metadata }: KubeObject, container: string): string {
  return `${metadata.uid ?? metadata.name} ${container}`;
}
