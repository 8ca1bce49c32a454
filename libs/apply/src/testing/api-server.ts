import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { KubeObject } from '@nx-kube/kube';
import { stringify } from 'yaml';
import type { Cluster } from '../client/cluster.ts';
import { openCluster } from '../client/open-cluster.ts';

/** A line of a log as the runtime keeps it. */
interface Written {
  readonly run: number;
  readonly at: string;
  readonly line: string;
}

/** An API server that has nothing but pods and their logs, and answers for them as the real one does. */
export interface PodServer {
  readonly cluster: Cluster;
  /** Makes or changes a pod: its containers by name, each with how often it was started again and how it is. */
  set(pod: string, containers: Readonly<Record<string, ContainerShape>>): void;
  delete(pod: string): void;
  /** Writes a line of the current run of a container, at a second of a minute. */
  write(pod: string, container: string, second: number, line: string): void;
  /** Breaks every connection over which a log is being read. */
  breakLogs(): void;
  onUpgrade(serve: (socket: Socket, path: string) => void): void;
  close(): void;
}

/** How a container is. */
export interface ContainerShape {
  readonly state: 'running' | 'terminated' | 'waiting';
  readonly restarts?: number;
  readonly init?: boolean;
}

/** Starts one; `cluster` is connected to it. */
export async function startPodServer(): Promise<PodServer> {
  const pods = new Map<string, { object: KubeObject; containers: Readonly<Record<string, ContainerShape>> }>();
  const logs = new Map<string, Written[]>();
  const watchers = new Set<ServerResponse>();
  const readers = new Map<ServerResponse, { key: string; run: number }>();
  let version = 1;
  let upgrade: (socket: Socket, path: string) => void = (socket) => socket.destroy();

  const tell = (type: string, object: KubeObject): void => {
    for (const watcher of watchers) watcher.write(`${JSON.stringify({ type, object })}\n`);
  };
  const runOf = (pod: string, container: string): number => pods.get(pod)?.containers[container]?.restarts ?? 0;

  function serveLog(url: URL, response: ServerResponse): void {
    const pod = url.pathname.split('/').at(-2) ?? '';
    const container = url.searchParams.get('container') ?? '';
    const shape = pods.get(pod)?.containers[container];
    if (shape === undefined) return refuse(response, 404, 'pods not found');
    const previous = url.searchParams.has('previous');
    const waiting = shape.state === 'waiting' && runOf(pod, container) === 0;
    if (waiting) return refuse(response, 400, 'container is waiting to start');
    const run = runOf(pod, container) - Number(previous || shape.state === 'waiting');
    const key = `${pod}/${container}`;
    const since = url.searchParams.get('sinceTime') ?? '';
    const lines = (logs.get(key) ?? []).filter((line) => line.run === run && `${line.at.slice(0, 19)}Z` >= since);
    const tail = Number(url.searchParams.get('tailLines') ?? Infinity);
    response.writeHead(200);
    for (const { at, line } of lines.slice(Math.max(0, lines.length - tail))) response.write(`${at} ${line}\n`);
    if (!url.searchParams.has('follow') || shape.state !== 'running') return void response.end();
    readers.set(response, { key, run });
    response.on('close', () => readers.delete(response));
    return undefined;
  }

  function serve(request: IncomingMessage, response: ServerResponse): void {
    const url = new URL(request.url ?? '/', 'http://api');
    if (url.pathname === '/api') return json(response, discovery);
    if (url.pathname === '/apis') return json(response, { kind: 'APIGroupDiscoveryList', items: [] });
    if (url.pathname.endsWith('/log')) return serveLog(url, response);
    if (!url.searchParams.has('watch')) {
      const items = [...pods.values()].map(({ object }) => object);
      return json(response, { metadata: { resourceVersion: String(version) }, items });
    }
    response.writeHead(200).flushHeaders();
    watchers.add(response);
    response.on('close', () => watchers.delete(response));
    return undefined;
  }

  const server = createServer(serve);
  server.on('upgrade', ({ url = '' }: IncomingMessage, socket: Socket) => upgrade(socket, url));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { cluster, remove } = await connect((server.address() as AddressInfo).port);
  return {
    cluster,
    set(name, containers) {
      const known = pods.has(name);
      version += 1;
      const object = podObject(name, containers, version);
      const before = pods.get(name)?.containers;
      pods.set(name, { object, containers });
      for (const [reader, { key, run }] of readers) {
        const [pod = '', container = ''] = key.split('/');
        const now = containers[container];
        if (pod === name && before && (now?.state !== 'running' || (now.restarts ?? 0) !== run)) reader.end();
      }
      tell(known ? 'MODIFIED' : 'ADDED', object);
    },
    delete(name) {
      const gone = pods.get(name);
      pods.delete(name);
      version += 1;
      for (const [reader, { key }] of readers) if (key.startsWith(`${name}/`)) reader.end();
      if (gone) tell('DELETED', gone.object);
    },
    write(pod, container, second, line) {
      const key = `${pod}/${container}`;
      const at = `2026-01-31T08:00:${String(second).padStart(2, '0')}.${String(line.length).padStart(9, '0')}Z`;
      const run = runOf(pod, container);
      logs.set(key, [...(logs.get(key) ?? []), { run, at, line }]);
      for (const [reader, of] of readers) if (of.key === key && of.run === run) reader.write(`${at} ${line}\n`);
    },
    breakLogs() {
      for (const reader of readers.keys()) reader.socket?.destroy();
    },
    onUpgrade(serveUpgrade) {
      upgrade = serveUpgrade;
    },
    close() {
      cluster.close();
      server.closeAllConnections();
      server.close();
      remove();
    },
  };
}

async function connect(port: number): Promise<{ readonly cluster: Cluster; readonly remove: () => void }> {
  const folder = mkdtempSync(join(tmpdir(), 'kubeconfig-'));
  const kubeconfig = join(folder, 'config');
  const context = { name: 'test', context: { cluster: 'c', user: 'u' } };
  const server = { name: 'c', cluster: { server: `http://127.0.0.1:${port}` } };
  writeFileSync(kubeconfig, stringify({ contexts: [context], clusters: [server], users: [{ name: 'u', user: {} }] }));
  const remove = (): void => rmSync(folder, { recursive: true });
  return { cluster: await openCluster({ context: 'test', kubeconfig }), remove };
}

function podObject(name: string, containers: Readonly<Record<string, ContainerShape>>, version: number): KubeObject {
  const of = (init: boolean): object[] =>
    Object.entries(containers)
      .filter(([, shape]) => (shape.init ?? false) === init)
      .map(([container, { state, restarts = 0 }]) => ({
        name: container,
        restartCount: restarts,
        state: { [state]: state === 'waiting' ? { reason: 'PodInitializing' } : {} },
        lastState: restarts > 0 ? { terminated: { exitCode: 1 } } : {},
      }));
  const labels = { app: name.split('-')[0] ?? name };
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'shop', uid: name, labels, resourceVersion: String(version) },
    status: { initContainerStatuses: of(true), containerStatuses: of(false) },
  };
}

const discovery = {
  kind: 'APIGroupDiscoveryList',
  items: [
    {
      metadata: {},
      versions: [
        {
          version: 'v1',
          resources: [
            { resource: 'pods', responseKind: { kind: 'Pod' }, scope: 'Namespaced', verbs: ['list', 'watch'] },
          ],
        },
      ],
    },
  ],
};

function json(response: ServerResponse, body: object): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function refuse(response: ServerResponse, code: number, message: string): void {
  const body = { kind: 'Status', status: 'Failure', code, message };
  response.writeHead(code, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
