import { deriveActionKey } from './action-key.ts';
import type { Settings } from './settings.ts';

/**
 * Writes what pages and Next read from the environment. A variable may have come from a file, so that the environment does not have
 * it.
 */
export function tellPages(settings: Settings, more: Readonly<Record<string, string>>): void {
  const { BACKEND_URL, MCP_URL, DATABASE_URL, BETTER_AUTH_URL, BETTER_AUTH_SECRET, TRUSTED_ORIGINS } = settings;
  Object.assign(process.env, {
    BACKEND_URL,
    MCP_URL,
    DATABASE_URL,
    BETTER_AUTH_URL,
    BETTER_AUTH_SECRET,
    TRUSTED_ORIGINS,
    NEXT_TELEMETRY_DISABLED: '1',
    // Read when Next is loaded, before what the build wrote; see next/dist/server/app-render/encryption-utils.js.
    NEXT_SERVER_ACTIONS_ENCRYPTION_KEY: deriveActionKey(BETTER_AUTH_SECRET),
    ...more,
  });
}
