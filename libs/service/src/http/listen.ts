import { serve } from '@hono/node-server';
import { createServer, type Server } from 'node:http';
import { drainOnSignal, type Lifecycle } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';

/** Where to listen, and what the end of the service takes. */
export interface ListenOptions {
  readonly app: { readonly fetch: (request: Request) => Response | Promise<Response> };
  readonly host: string;
  readonly port: number;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly drainSeconds: number;
  /** Seconds that what is under way after the drain may still take. */
  readonly closeSeconds?: number;
  readonly close?: () => Promise<void>;
}

/** Longer than an ingress keeps its connections (60 s), so that it is never us who closes one just as it is used. */
const KEEP_ALIVE_MILLISECONDS = 65_000;

/** Serves an app until a signal; rejects when the address can't be had. */
export async function listen(options: ListenOptions): Promise<Server> {
  const { app, host, port, lifecycle, logger, drainSeconds, closeSeconds, close } = options;
  const server = await new Promise<Server>((resolve, reject) => {
    const serverOptions = { keepAliveTimeout: KEEP_ALIVE_MILLISECONDS };
    const options = { fetch: app.fetch, hostname: host, port, createServer, serverOptions };
    const made = serve(options, () => resolve(made as Server));
    made.once('error', reject);
  });
  server.prependListener('request', (_request, response) => {
    // Nobody should come back over a connection that is about to close.
    if (lifecycle.state === 'draining') response.setHeader('Connection', 'close');
  });
  const ends = { ...(close && { close }), ...(closeSeconds !== undefined && { closeSeconds }) };
  drainOnSignal({ server, lifecycle, logger, drainSeconds, ...ends });
  logger.info('listening', { host, port });
  return server;
}
