import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import { createEndpoints, type Endpoints } from './endpoints.ts';
import { joinSockets } from './join-sockets.ts';

/** What kube-proxy is to a port of a Service: an address that stays while the processes behind it come and go. */
export interface ServicePort {
  /** Where it listens, on 127.0.0.1. */
  readonly port: number;
  /** Ports of the ready processes, on 127.0.0.1. */
  endpoints(): readonly number[];
  /**
   * Sends what comes from now on to these; what runs already stays where it is.
   *
   * @param because one clause for people, why there are none: `backend-1 starts`
   */
  set(endpoints: readonly number[], because?: string): void;
  /** Stops listening and cuts what still runs. */
  close(): Promise<void>;
  /** The same endpoints for who connects to them directly. */
  readonly direct: Endpoints;
}

/** Opens a TCP balancer on a free loopback port. New connections go to the endpoints in turn; without any they are reset at once. */
export async function openServicePort(): Promise<ServicePort> {
  const endpoints = createEndpoints();
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  };
  // Half-open: a client may end its side and still read the answer.
  const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) => {
    keep(client);
    reach(endpoints, endpoints.all().length, keep).then(
      (upstream) => joinSockets(client, upstream),
      () => client.resetAndDestroy(),
    );
    // A client that leaves before an endpoint is reached; later errors belong to `joinSockets`.
    client.on('error', () => client.destroy());
  });
  await once(server.listen({ port: 0, host: '127.0.0.1', backlog: 1024 }), 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    endpoints: () => endpoints.all(),
    set: (given, because) => endpoints.set(given, because),
    close: () => closeServer(server, sockets),
    direct: endpoints,
  };
}

/** Connects to an endpoint, and to another one when that has just gone. */
async function reach(endpoints: Endpoints, tries: number, keep: (socket: Socket) => void): Promise<Socket> {
  const port = endpoints.next();
  if (port === undefined) throw new Error('no endpoint is ready');
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  keep(socket);
  try {
    await once(socket, 'connect');
    return socket;
  } catch (error) {
    if (tries <= 1) throw error;
    return reach(endpoints, tries - 1, keep);
  }
}

async function closeServer(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  for (const socket of sockets) socket.destroy();
  await closed;
}
