import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/**
 * Gives free ports of loopback away, each another one. Who gets one may still lose it to somebody else before it listens there.
 */
export function portGiver(): (count: number) => Promise<readonly number[]> {
  /** What was given a moment ago may be free still, as its process has not come that far. */
  let given: readonly number[] = [];
  const give = async (count: number): Promise<readonly number[]> => {
    const ports = await freePorts(count);
    if (ports.some((port) => given.includes(port))) return give(count);
    given = [...given, ...ports].slice(-REMEMBERED);
    return ports;
  };
  return give;
}

const REMEMBERED = 100;

async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  try {
    return await Promise.all(
      servers.map(async (server) => {
        await once(server.listen(0, '127.0.0.1'), 'listening');
        return (server.address() as AddressInfo).port;
      }),
    );
  } finally {
    for (const server of servers) server.close();
  }
}
