import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { RequestHandler } from './next-app.ts';

/** What most people ask for first; with them comes what all pages share, and the accounts. */
const PATHS = ['/sign-in', '/'];

/**
 * Has Next load its pages, which it otherwise does when they are first asked for, or before it answers anything. Asked as nobody,
 * over a listener of its own, so that no log, no count and no database sees it.
 *
 * @param patienceMilliseconds for each of them
 */
export async function loadPages(handle: RequestHandler, patienceMilliseconds: number): Promise<void> {
  const server = createServer((request, response) => void handle(request, response).catch(() => response.destroy()));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  for (const path of PATHS) {
    // What is wrong with a page shows when somebody asks for it.
    const signal = AbortSignal.timeout(patienceMilliseconds);
    await fetch(`http://127.0.0.1:${port}${path}`, { redirect: 'manual', signal })
      .then((response) => response.arrayBuffer())
      .catch(() => undefined);
  }
  server.close();
  server.closeAllConnections();
}
