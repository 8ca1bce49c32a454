import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Paths to what answers below them; where there are several, they take turns. */
type Routes = Readonly<Record<string, readonly { readonly url: string }[]>>;

/** One address before several services. */
export interface FrontDoor {
  readonly url: string;
  /** Until it is told where paths lead, it answers 503. */
  lead(routes: Routes): void;
  close(): Promise<void>;
}

/** A reverse proxy on a free port that routes by the longest prefix, as an Ingress does; streams both ways. */
export async function frontDoor(): Promise<FrontDoor> {
  let routes: Routes = {};
  let turn = 0;
  const targetOf = (path: string): string | undefined => {
    const prefixes = Object.keys(routes).toSorted((a, b) => b.length - a.length);
    const prefix = prefixes.find((start) => start === '/' || path === start || path.startsWith(`${start}/`));
    const targets = prefix === undefined ? [] : (routes[prefix] ?? []);
    return targets[turn++ % Math.max(targets.length, 1)]?.url;
  };
  const server = createServer((incoming, outgoing) => {
    const path = incoming.url ?? '/';
    const target = targetOf(new URL(path, 'http://door').pathname);
    if (target === undefined) {
      outgoing.writeHead(503).end();
      return;
    }
    const headers = { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress ?? '' };
    const onward = request(new URL(path, target), { method: incoming.method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
      answer.on('error', () => outgoing.destroy());
    });
    onward.on('error', () => (outgoing.headersSent ? outgoing.destroy() : outgoing.writeHead(502).end()));
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${port}`,
    lead: (given) => void (routes = given),
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
