import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { createServer, type Server } from 'node:http';
import { drainOnSignal, type Lifecycle } from '../lifecycle.ts';
import type { Logger } from '../logger.ts';

/** Where to listen, and what the end of the service takes. */
export interface ListenOptions {
  readonly app: Hono;
  readonly host: string;
  readonly port: number;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
  readonly drainSeconds: number;
  readonly close?: () => Promise<void>;
}

/** Serves an app until a signal; rejects when the address can't be had. */
export async function listen(options: ListenOptions): Promise<Server> {
  const { app, host, port, lifecycle, logger, drainSeconds, close } = options;
  const server = await new Promise<Server>((resolve, reject) => {
    const made = serve({ fetch: app.fetch, hostname: host, port, createServer }, () => resolve(made as Server));
    made.once('error', reject);
  });
  drainOnSignal({ server, lifecycle, logger, drainSeconds, ...(close ? { close } : {}) });
  logger.info('listening', { host, port });
  return server;
}
