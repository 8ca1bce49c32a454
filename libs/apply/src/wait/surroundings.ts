import type { KubeObject } from '@nx-kube/kube';
import type { Cluster } from '../client/cluster.ts';
import type { Surroundings } from '../diagnosis/diagnose.ts';
import { ApplyError } from '../error.ts';
import { stringAt } from '../json.ts';

/** A cache of live objects, kept by watches; diagnosis reads it and never asks the server. */
export interface LiveCache {
  object(apiVersion: string, kind: string, name: string): KubeObject | undefined;
  surroundings(): Surroundings;
}

/** One kind to be kept in the cache. */
export interface WatchedKind {
  readonly apiVersion: string;
  readonly kind: string;
}

const PODS: WatchedKind = { apiVersion: 'v1', kind: 'Pod' };
const REPLICA_SETS: WatchedKind = { apiVersion: 'apps/v1', kind: 'ReplicaSet' };
const EVENTS: WatchedKind = { apiVersion: 'v1', kind: 'Event' };

const time = (event: KubeObject): string =>
  stringAt(event, 'lastTimestamp') ??
  stringAt(event, 'eventTime') ??
  stringAt(event, 'metadata', 'creationTimestamp') ??
  '';

/**
 * Watches kinds of a namespace, and with them pods, ReplicaSets and events, until the signal stops it.
 *
 * @param onChange after every change; `onError` once, when a watch can't go on
 */
export function watchNamespace(o: {
  readonly cluster: Cluster;
  readonly namespace: string;
  readonly kinds: readonly WatchedKind[];
  readonly signal: AbortSignal;
  readonly onChange: () => void;
  readonly onError: (error: unknown) => void;
}): LiveCache {
  const objects = new Map<string, Map<string, KubeObject>>();
  const keyOf = ({ apiVersion, kind }: WatchedKind): string => `${apiVersion}/${kind}`;
  const cacheOf = (kind: WatchedKind): Map<string, KubeObject> => {
    const known = objects.get(keyOf(kind)) ?? new Map<string, KubeObject>();
    objects.set(keyOf(kind), known);
    return known;
  };
  const follow = async (kind: WatchedKind): Promise<void> => {
    const cache = cacheOf(kind);
    const { namespace, signal } = o;
    for await (const { type, object } of o.cluster.watch(kind.apiVersion, kind.kind, { namespace, signal })) {
      if (type === 'ADDED' || type === 'MODIFIED') cache.set(object.metadata.name, object);
      else if (type === 'DELETED') cache.delete(object.metadata.name);
      if (type !== 'BOOKMARK') o.onChange();
    }
  };
  const all = new Map([...o.kinds, PODS, REPLICA_SETS, EVENTS].map((kind) => [keyOf(kind), kind]));
  const asked = new Set(o.kinds.map((kind) => keyOf(kind)));
  for (const [key, kind] of all) {
    follow(kind).catch((error: unknown) => {
      // Who may not read events, say, gets a poorer diagnosis; that is no reason to end the wait.
      const extra = !asked.has(key) && error instanceof ApplyError && error.code === 'FORBIDDEN';
      if (!extra) o.onError(error);
    });
  }
  const values = (kind: WatchedKind): readonly KubeObject[] => [...cacheOf(kind).values()];
  return {
    object: (apiVersion, kind, name) => cacheOf({ apiVersion, kind }).get(name),
    surroundings: () => ({
      pods: values(PODS),
      replicaSets: values(REPLICA_SETS),
      events: values(EVENTS).toSorted((a, b) => time(a).localeCompare(time(b))),
    }),
  };
}
