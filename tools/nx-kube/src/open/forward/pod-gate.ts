import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';

import type { Cluster } from '@nx-kube/apply';

import type { PodPort } from './endpoints.ts';

/** A port of this machine that leads to ready pods, each connection to the next one. */
export interface PodGate {
  readonly port: number;
  /** Where new connections go; those that are open stay where they are. */
  lead(endpoints: readonly PodPort[]): void;
  close(): void;
}

/** Opens a gate on a free loopback port. A connection that no pod takes is reset. */
export async function openPodGate(cluster: Pick<Cluster, 'portForward'>, namespace: string): Promise<PodGate> {
  const stop = new AbortController();
  const sockets = new Set<Socket>();
  let endpoints: readonly PodPort[] = [];
  let turn = 0;
  const server = createServer({ noDelay: true, pauseOnConnect: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    // Later errors end the pipeline.
    socket.on('error', () => socket.destroy());
    turn = (turn + 1) % Math.max(endpoints.length, 1);
    join(socket, endpoints[turn]).catch(() => socket.resetAndDestroy());
  });
  const join = async (socket: Socket, to: PodPort | undefined): Promise<void> => {
    if (to === undefined) throw new Error('no pod is ready');
    const pod = await cluster.portForward({ namespace, ...to, signal: stop.signal });
    await pipeline(socket, pod, socket);
  };
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    lead(given) {
      endpoints = given;
    },
    close() {
      stop.abort();
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
