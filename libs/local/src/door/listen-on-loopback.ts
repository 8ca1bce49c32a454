import { once } from 'node:events';
import { type AddressInfo, connect, type Server } from 'node:net';

import { LocalError } from '../error.ts';
import { portHolder } from './port-holder.ts';

/** Servers that share a port: one per loopback address. */
export interface Listening<S extends Server> {
  readonly port: number;
  readonly servers: readonly S[];
}

/** Which port to take. */
export interface PortWish {
  /** Exactly this one; 0 takes any free one. */
  readonly port?: number | undefined;
  /** Else the first free one from here on. */
  readonly first: number;
}

/** The first must be there; a machine without IPv6 does not have the second. */
const LOOPBACK = ['127.0.0.1', '::1'];
const NO_SUCH_ADDRESS = new Set(['EADDRNOTAVAIL', 'EAFNOSUPPORT', 'EINVAL', 'EPROTONOSUPPORT']);
const HIGHEST = 65_535;
/** Ports looked at before any free one is good enough. */
const LOOK_AT = 200;

/**
 * Listens on every loopback address with one port. To listen is to own it: nothing is asked beforehand, so two that start at
 * once never get the same one.
 *
 * @param create makes a server that does not listen yet
 * @throws LocalError PORT_TAKEN when exactly one port will do and it is not free
 */
export async function listenOnLoopback<S extends Server>(
  create: () => S,
  { port, first }: PortWish,
  addresses: readonly string[] = LOOPBACK,
): Promise<Listening<S>> {
  if (port !== undefined && port !== 0) {
    const listening = await claim(create, port, addresses);
    if (listening instanceof Error) throw taken(port, listening);
    return listening;
  }
  if (port === undefined) {
    for (let each = first; each <= Math.min(first + LOOK_AT, HIGHEST); each += 1) {
      const listening = await claim(create, each, addresses);
      if (!(listening instanceof Error)) return listening;
    }
  }
  // Free on the first address does not mean free on the second.
  for (let tries = 0; tries < LOOK_AT; tries += 1) {
    const listening = await claim(create, 0, addresses);
    if (!(listening instanceof Error)) return listening;
  }
  throw taken(port ?? first, new Error('no port is free'));
}

async function claim<S extends Server>(
  create: () => S,
  wanted: number,
  addresses: readonly string[],
): Promise<Listening<S> | Error> {
  const servers: S[] = [];
  let port = wanted;
  for (const host of addresses) {
    const server = create();
    const error = await listen(server, port, host);
    if (error === undefined) {
      servers.push(server);
      ({ port } = server.address() as AddressInfo);
    } else if (servers.length === 0 || !NO_SUCH_ADDRESS.has(error.code ?? '')) {
      await Promise.all(servers.map((each) => once(each.close(), 'close')));
      return error;
    }
  }
  return { port, servers };
}

async function listen(server: Server, port: number, host: string): Promise<NodeJS.ErrnoException | undefined> {
  if (await isHidden(port, host)) return Object.assign(new Error('address already in use'), { code: 'EADDRINUSE' });
  try {
    await once(server.listen({ port, host, backlog: 4096 }), 'listening');
    return undefined;
  } catch (error) {
    return error as NodeJS.ErrnoException;
  }
}

/** Beside somebody who listens on all addresses, only Linux refuses one of them: elsewhere we would hide that program. */
async function isHidden(port: number, host: string): Promise<boolean> {
  if (process.platform === 'linux' || port === 0) return false;
  const socket = connect({ port, host });
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

function taken(port: number, cause: NodeJS.ErrnoException): LocalError {
  const doing = `open the front door on port ${port}`;
  if (cause.code === 'EACCES')
    return new LocalError('PORT_TAKEN', { doing, because: 'this user may not listen there', fix: FIX }, cause);
  if (cause.code !== 'EADDRINUSE')
    return new LocalError('PORT_TAKEN', { doing, because: cause.message, fix: FIX }, cause);
  const holder = portHolder(port);
  const because = holder === undefined ? 'another program listens there' : `${holder} listens there`;
  return new LocalError('PORT_TAKEN', { doing, because, fix: `end that program, or ${FIX}` }, cause);
}

const FIX = 'leave out --port: the first free one from 8080 is taken then';
