import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { tellPages } from './page-variables.ts';
import type { Settings } from './settings.ts';

/** Where the build puts the app, relative to main.mjs. */
const APP_FOLDER = 'apps/frontend';

/** Answers one request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** How Next is run. */
export interface NextMode {
  /** Loads it. `server` is for connections that it takes by itself, as it does for development. */
  readonly prepare: (settings: Settings, server: Server) => Promise<RequestHandler>;
  /** How long a page may take to be loaded before the server is ready. */
  readonly pageMilliseconds: number;
}

/** The built app. */
export const builtApp: NextMode = { prepare: prepareNext, pageMilliseconds: 5000 };

/**
 * Loads the built Next app that lies beside this module, as the server.js of Next's standalone output does.
 *
 * @see https://nextjs.org/docs/app/guides/custom-server
 */
async function prepareNext(settings: Settings): Promise<RequestHandler> {
  const dir = join(import.meta.dirname, APP_FOLDER);
  const built = JSON.parse(await readFile(join(dir, '.next/required-server-files.json'), 'utf8')) as {
    config: unknown;
  };
  tellPages(settings, {
    NODE_ENV: 'production',
    // With it Next takes the settings from the build instead of loading next.config and the code that this needs.
    __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(built.config),
  });
  process.chdir(dir);
  const { default: createNext } = await import('next');
  const next = createNext({ dev: false, dir, hostname: settings.HOST, port: settings.PORT, quiet: true });
  await next.prepare();
  return next.getRequestHandler();
}
