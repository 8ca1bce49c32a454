import { Agent } from 'node:http';

import type { Endpoints } from '../balance/endpoints.ts';

/** Connections to endpoints that serve one request after the other. */
export interface KeptConnections {
  readonly agent: Agent;
  /** Lets go of those to processes that are in none of these any more: such a process may be waiting for just that to end. */
  tend(services: readonly Endpoints[]): void;
  close(): void;
}

/** An agent whose idle connections lead to ready processes only. */
export function keepConnections(): KeptConnections {
  // Shorter than the 5 seconds after which a Node.js server closes an idle connection.
  const agent = new Agent({ keepAlive: true, maxFreeSockets: 256, timeout: 4000 });
  let ready = (): ReadonlySet<number> => new Set();
  let unwatch: (() => void)[] = [];
  const sweep = (): void => {
    const ports = ready();
    for (const [name, sockets] of Object.entries(agent.freeSockets)) {
      if (ports.has(Number(name.split(':')[1]))) continue;
      for (const socket of sockets ?? []) socket.destroy();
    }
  };
  // Who becomes idle after its process has gone from the set.
  agent.on('free', (socket, { port }) => {
    if (!ready().has(Number(port))) socket.destroy();
  });
  const forget = (): void => {
    for (const each of unwatch) each();
  };
  return {
    agent,
    tend(services) {
      forget();
      ready = () => new Set(services.flatMap((service) => service.all()));
      unwatch = services.map((service) => service.watch(sweep));
      sweep();
    },
    close() {
      forget();
      agent.destroy();
    },
  };
}
