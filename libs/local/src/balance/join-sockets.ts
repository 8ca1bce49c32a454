import type { Socket } from 'node:net';

/** Copies both ways with back-pressure; an end is passed on as an end, a broken connection as a broken one. */
export function joinSockets(client: Socket, upstream: Socket): void {
  for (const [from, to] of [
    [client, upstream],
    [upstream, client],
  ] as const) {
    from.on('error', () => to.resetAndDestroy());
    from.on('close', () => {
      if (!to.destroyed && !from.readableEnded) to.resetAndDestroy();
    });
    from.pipe(to);
  }
  if (client.destroyed) upstream.resetAndDestroy();
}
