import { Agent } from 'node:http';

/**
 * Connections for one request each, which the endpoint does not know: told to close after its answer, a server that answers
 * before an upload has ended would break the connection, and its answer with it.
 */
export class SingleConnections extends Agent {
  constructor() {
    super({ keepAlive: true });
  }

  override keepSocketAlive(): boolean {
    return false;
  }
}
