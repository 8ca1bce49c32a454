import type { Server } from 'node:http';
import { join } from 'node:path';

import type { NextMode, RequestHandler } from './next-app.ts';
import { tellPages } from './page-variables.ts';
import type { Settings } from './settings.ts';

/** The sources. The first time, a page takes as long as the machine needs to compile it. */
export const development: NextMode = { prepare: prepareDevelopment, pageMilliseconds: 60_000 };

/**
 * Loads Next for development: pages are built when they are asked for, and browsers get what has changed over a WebSocket of this
 * server.
 */
async function prepareDevelopment(settings: Settings, server: Server): Promise<RequestHandler> {
  tellPages(settings, { NODE_ENV: 'development' });
  const { default: createNext } = await import('next');
  const next = createNext({
    dev: true,
    turbopack: true,
    dir: join(import.meta.dirname, '../..'),
    hostname: settings.HOST,
    port: settings.PORT,
    // Otherwise it takes the first server that it sees a request of.
    httpServer: server,
  });
  await next.prepare();
  return next.getRequestHandler();
}
