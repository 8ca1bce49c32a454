import { once } from 'node:events';
import { createServer } from 'node:net';

import { portHolder } from '../door/port-holder.ts';
import { LocalError } from '../error.ts';

/**
 * Makes sure that a port of loopback is free at this moment.
 *
 * @throws {LocalError} `PORT_TAKEN` naming who has it, where that can be told
 */
export async function requirePort(port: number, process: string): Promise<void> {
  const server = createServer();
  try {
    await once(server.listen(port, '127.0.0.1'), 'listening');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new LocalError(
      'PORT_TAKEN',
      {
        doing: `start ${process}`,
        because:
          code === 'EADDRINUSE' ? `${portHolder(port) ?? 'another program'} has port ${port}` : `port ${port}: ${code}`,
        fix: 'end that program, or let a variable of the container tell the port',
      },
      error,
    );
  } finally {
    server.close();
  }
}
