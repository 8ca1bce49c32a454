import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { Door, DoorOptions } from './door.ts';
import { forward, MAX_HEAD_BYTES } from './forward.ts';
import { hold } from './hold.ts';
import { isAddress, originOf } from './host.ts';
import { keepConnections } from './kept-connections.ts';
import { listenOnLoopback } from './listen-on-loopback.ts';
import { decide, type Passage, type Target } from './passage.ts';
import { passUpgrade } from './pass-upgrade.ts';
import { patience } from './patience.ts';
import type { DoorProblem } from './problem.ts';
import { routeTable } from './route-table.ts';
import { sendProblem, writeProblem } from './send-problem.ts';
import { SingleConnections } from './single-connections.ts';

/**
 * Opens the front door of a run: a reverse proxy on the loopback addresses that routes as an Ingress does.
 *
 * @throws LocalError PORT_TAKEN
 */
export async function openDoor({
  port: wish,
  first = 8080,
  hosts,
  holdMs = 10_000,
  guise,
}: DoorOptions): Promise<Door> {
  const watchers = new Set<() => void>();
  const notify = (): void => {
    for (const changed of watchers) changed();
  };
  let lead: ReturnType<Passage['lead']>;
  let closing = false;
  const kept = keepConnections();
  const passage: Passage = {
    hosts,
    holdMs,
    guise,
    kept: kept.agent,
    single: new SingleConnections(),
    upgraded: new Set(),
    lead: () => lead,
    isClosing: () => closing,
    watch(changed) {
      watchers.add(changed);
      return () => void watchers.delete(changed);
    },
  };
  const { port, servers } = await listenOnLoopback(() => createDoorServer(passage), { port: wish, first });
  const closed = Promise.all(servers.map((server) => once(server, 'close')));
  return {
    port,
    origins: hosts.filter((host) => !isAddress(host)).map((host) => originOf(host, port)),
    lead(routes, address) {
      lead = { table: routeTable(routes, hosts), address };
      kept.tend([...new Set(routes.flatMap((route) => address(route.service, route.port)?.direct ?? []))]);
      notify();
    },
    async close(graceMs) {
      if (!closing) {
        closing = true;
        notify();
        for (const server of servers) server.close();
      }
      await endAll(servers, passage, closed, graceMs);
      kept.close();
    },
  };
}

function createDoorServer(passage: Passage): Server {
  const serve = (incoming: IncomingMessage, outgoing: ServerResponse): void =>
    serveRequest(incoming, outgoing, passage);
  const server = createServer(
    {
      maxHeaderSize: MAX_HEAD_BYTES,
      // How long an upload may take is the endpoint's decision; and the client, not the door, ends idle connections.
      requestTimeout: 0,
      keepAliveTimeout: 75_000,
      noDelay: true,
      // curl --http2 asks for h2c, which everybody may ignore, and may have a body.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    serve,
  );
  server.on('checkContinue', serve);
  server.on('upgrade', (incoming, socket, head) => serveUpgrade(incoming, socket as Socket, head, passage));
  server.on('connect', (incoming, socket) => {
    socket.on('error', () => socket.destroy());
    writeProblem({ type: 'method', method: 'CONNECT' }, incoming, socket as Socket);
  });
  return server;
}

function serveRequest(incoming: IncomingMessage, outgoing: ServerResponse, passage: Passage): void {
  const begun = performance.now();
  const stop = whenDecided(incoming, passage, begun, (decision) => {
    if (decision.type === 'target') forward({ incoming, outgoing, target: decision, passage, begun });
    else sendProblem(decision, incoming, outgoing);
  });
  if (stop !== undefined) outgoing.once('close', stop);
}

function serveUpgrade(incoming: IncomingMessage, socket: Socket, head: Buffer, passage: Passage): void {
  const begun = performance.now();
  passage.upgraded.add(socket);
  socket.on('error', () => socket.destroy());
  socket.once('close', () => passage.upgraded.delete(socket));
  const stop = whenDecided(incoming, passage, begun, (decision) => {
    const deadline = begun + passage.holdMs;
    if (decision.type === 'target') passUpgrade({ incoming, socket, head, target: decision, passage, deadline });
    else writeProblem(decision, incoming, socket);
  });
  if (stop !== undefined) socket.once('close', stop);
}

/** Decides at once, or waits until it is known where paths lead. Returns what ends the waiting, if there is any. */
function whenDecided(
  incoming: IncomingMessage,
  passage: Passage,
  begun: number,
  then: (decision: Target | DoorProblem) => void,
): (() => void) | undefined {
  const decision = decide(incoming, passage);
  if (decision.type !== 'opening') {
    then(decision);
    return undefined;
  }
  const deadline = begun + patience(incoming, passage.holdMs, false);
  const check = (): boolean => decide(incoming, passage).type !== 'opening';
  return hold({ check, watch: (changed) => passage.watch(changed), deadline }, () => then(decide(incoming, passage)));
}

/** Connections end as their answers do, upgraded ones at once: nobody would ever end those. */
async function endAll(
  servers: readonly Server[],
  passage: Passage,
  closed: Promise<unknown>,
  graceMs: number,
): Promise<void> {
  for (const socket of passage.upgraded) socket.destroy();
  const endIdle = setInterval(() => {
    for (const server of servers) server.closeIdleConnections();
  }, 20);
  const cut = setTimeout(() => {
    for (const server of servers) server.closeAllConnections();
  }, graceMs);
  await closed;
  clearInterval(endIdle);
  clearTimeout(cut);
  passage.single.destroy();
}
