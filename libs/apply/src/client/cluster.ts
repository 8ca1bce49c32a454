import type { Duplex } from 'node:stream';
import type { KubeObject, ObjectRef } from '@nx-kube/kube';
import type { LogLine } from '../logs/log-lines.ts';

/** How the API server serves one kind. */
export interface ApiResource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** Name in the path: `deployments`. */
  readonly plural: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
}

/** Which objects of a kind are meant. Without a namespace: those of all namespaces. */
export interface ListOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  /** Ask for `metadata` alone: enough to prune, and no Secret travels. */
  readonly metadataOnly?: boolean;
}

/** How an object is applied (server-side apply, unknown fields refused). */
export interface ApplyOptions {
  readonly fieldManager: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
}

/** How an object is deleted. With `uid` only if it is still that very object. */
export interface DeleteOptions {
  readonly uid?: string;
  readonly propagation?: 'Background' | 'Foreground' | 'Orphan';
  readonly dryRun?: boolean;
}

/** What to watch. Without `resourceVersion` it starts with a list: one ADDED per object, then SYNCED. */
export interface WatchOptions {
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
  readonly resourceVersion?: string;
  readonly signal: AbortSignal;
}

/** One change. SYNCED (its object holds only a resourceVersion) means: all that is there has been told. */
export interface WatchEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'SYNCED';
  readonly object: KubeObject;
}

/** A GET through the API server's proxy to a Service; `path` begins with `/` and may hold a query. */
export interface ServiceGetOptions {
  readonly namespace: string;
  readonly service: string;
  readonly port: number;
  readonly path: string;
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A container of a pod. */
export interface ContainerRef {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Which lines of a log. */
export interface LogOptions {
  /** Of the container that ran before the last restart. */
  readonly previous?: boolean;
  /** Stay until the container ends. */
  readonly follow?: boolean;
  readonly tailLines?: number;
  readonly sinceSeconds?: number;
  /** RFC 3339; the server looks at whole seconds only. */
  readonly sinceTime?: string;
  readonly signal: AbortSignal;
}

/** A connection to one cluster, through one context. Every call rejects with an {@link ApplyError}. */
export interface Cluster {
  readonly context: string;
  /** Address of the API server. */
  readonly server: string;
  version(): Promise<{ gitVersion: string; major: number; minor: number }>;
  /** @throws ApplyError UNKNOWN_KIND when the server does not serve it, after one look at a fresh discovery */
  resource(apiVersion: string, kind: string): Promise<ApiResource>;
  /** `undefined` when there is no such object. */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  list(
    apiVersion: string,
    kind: string,
    o?: ListOptions,
  ): Promise<{ readonly items: readonly KubeObject[]; readonly resourceVersion: string }>;
  /** @throws ApplyError FIELD_CONFLICT, INVALID, … with the `Status` as `body` */
  apply(
    object: KubeObject,
    p: ApplyOptions,
  ): Promise<{ readonly object: KubeObject; readonly warnings: readonly string[] }>;
  /** @throws ApplyError ALREADY_EXISTS */
  create(object: KubeObject): Promise<KubeObject>;
  /** Replaces the object if it still has the `resourceVersion` given. @throws ApplyError CONFLICT */
  update(object: KubeObject, p?: { readonly dryRun?: boolean }): Promise<KubeObject>;
  /** Gone already counts as deleted. */
  delete(ref: ObjectRef, p?: DeleteOptions): Promise<void>;
  /** Lists, watches, resumes and lists again for as long as `signal` lets it; ends without an error then. */
  watch(apiVersion: string, kind: string, o: WatchOptions): AsyncIterable<WatchEvent>;
  logs(
    pod: { readonly namespace: string; readonly name: string; readonly container: string },
    o: { readonly previous?: boolean; readonly tailLines?: number },
  ): Promise<string>;
  /** The lines of one container's log as they come; a connection that breaks throws. */
  logLines(container: ContainerRef, o: LogOptions): AsyncIterable<LogLine>;
  serviceGet(o: ServiceGetOptions): Promise<{ readonly status: number; readonly body: string }>;
  /** One connection to a port of a pod, through the API server. Ends when the pod does. */
  portForward(o: {
    readonly namespace: string;
    readonly pod: string;
    readonly port: number;
    readonly signal?: AbortSignal;
  }): Promise<Duplex>;
  close(): void;
}

export { openCluster } from './open-cluster.ts';
