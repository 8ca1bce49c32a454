import { once } from 'node:events';
import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

import type { LocalRoute } from '@nx-kube/manifests/local';
import { onTestFinished } from 'vitest';

import { openServicePort, type ServicePort } from '../../balance/service-port.ts';
import type { Door, DoorOptions } from '../door.ts';
import { openDoor } from '../open-door.ts';

export const HOSTS = ['todo.localhost', 'localhost', '127.0.0.1', '[::1]'];

/** A rule that leads below a path. */
export function prefix(path: string, service: string): LocalRoute {
  return { path, pathType: 'Prefix', service, port: 80 };
}

/** A door on a free port that is closed after the test. */
export async function aDoor(options: Partial<DoorOptions> = {}): Promise<Door> {
  const door = await openDoor({ port: 0, hosts: HOSTS, ...options });
  onTestFinished(() => door.close(0));
  return door;
}

/** A balancer that is closed after the test. */
export async function aService(...endpoints: readonly number[]): Promise<ServicePort> {
  const service = await openServicePort();
  onTestFinished(() => service.close());
  service.set(endpoints);
  return service;
}

/** A process of a Service: an HTTP server on a free port, or on a given one. */
export async function aServer(
  answer: RequestListener,
  port = 0,
): Promise<{ port: number; server: Server; stop: () => Promise<void> }> {
  const server = createServer(answer);
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const stop = async (): Promise<void> => {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  };
  onTestFinished(stop);
  return { port: (server.address() as AddressInfo).port, server, stop };
}

/** A process that answers in its own bytes. */
export async function aRawServer(answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    const closed = once(server, 'close');
    server.close();
    for (const socket of sockets) socket.destroy();
    await closed;
  });
  return (server.address() as AddressInfo).port;
}

/** A door before one process that answers everything. */
export async function doorTo(
  answer: RequestListener,
  options: Partial<DoorOptions> = {},
): Promise<{ door: Door; url: string; service: ServicePort; endpoint: number; server: Server }> {
  const { port, server } = await aServer(answer);
  return { ...(await doorToPort(port, options)), endpoint: port, server };
}

/** A door before a port of this machine. */
export async function doorToPort(
  port: number,
  options: Partial<DoorOptions> = {},
): Promise<{ door: Door; url: string; service: ServicePort }> {
  const [door, service] = await Promise.all([aDoor(options), aService(port)]);
  door.lead([prefix('/', 'web')], () => service);
  return { door, url: `http://127.0.0.1:${door.port}`, service };
}

/** Sends bytes to a port and returns all that comes back until the other side ends; rejects when it breaks. */
export async function exchangeBytes(port: number, bytes: string | Buffer): Promise<string> {
  const socket = connect({ port, host: '127.0.0.1' });
  socket.write(bytes);
  return text(socket);
}

/** Answers with what arrived. */
export function echo(incoming: IncomingMessage, outgoing: ServerResponse): void {
  const { method, url, headers, rawHeaders, rawTrailers } = incoming;
  text(incoming).then(
    (body) => outgoing.end(JSON.stringify({ method, url, headers, rawHeaders, rawTrailers, body })),
    () => outgoing.destroy(),
  );
}

/** What {@link echo} says. */
export interface Echoed {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly rawHeaders: readonly string[];
  readonly rawTrailers: readonly string[];
  readonly body: string;
}
