import type { IncomingMessage, ServerResponse } from 'node:http';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { deriveActionKey } from './action-key.ts';
import type { Settings } from './settings.ts';

/** Where the build puts the app, relative to main.mjs. */
const APP_FOLDER = 'apps/frontend';

/** Answers one request. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/**
 * Loads the built Next app that lies beside this module, as the server.js of Next's standalone output does.
 *
 * @see https://nextjs.org/docs/app/guides/custom-server
 */
export async function prepareNext(settings: Settings): Promise<RequestHandler> {
  const dir = join(import.meta.dirname, APP_FOLDER);
  const built = JSON.parse(await readFile(join(dir, '.next/required-server-files.json'), 'utf8')) as {
    config: unknown;
  };
  // Pages read them here: a variable may have come from a file.
  const { BACKEND_URL, MCP_URL, DATABASE_URL, BETTER_AUTH_URL, BETTER_AUTH_SECRET, TRUSTED_ORIGINS } = settings;
  Object.assign(process.env, {
    BACKEND_URL,
    MCP_URL,
    DATABASE_URL,
    BETTER_AUTH_URL,
    BETTER_AUTH_SECRET,
    TRUSTED_ORIGINS,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    // Read when Next is loaded, before what the build wrote; see next/dist/server/app-render/encryption-utils.js.
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: deriveActionKey(settings.BETTER_AUTH_SECRET),
    // With it Next takes the settings from the build instead of loading next.config and the code that this needs.
    __NEXT_PRIVATE_STANDALONE_CONFIG: JSON.stringify(built.config),
  });
  process.chdir(dir);
  const { default: createNext } = await import('next');
  const next = createNext({ dev: false, dir, hostname: settings.HOST, port: settings.PORT, quiet: true });
  await next.prepare();
  return next.getRequestHandler();
}
