/** Where the other services are. */
export interface Upstreams {
  readonly backendUrl: string;
  readonly mcpUrl: string;
}

/**
 * Picks the addresses out of an environment that src/server/settings.ts has checked at start.
 *
 * @throws Error in a process that did not start through src/server/main.ts and lacks them
 */
export function upstreamsOf(environment: Readonly<Record<string, string | undefined>>): Upstreams {
  const { BACKEND_URL: backendUrl, MCP_URL: mcpUrl } = environment;
  if (!backendUrl || !mcpUrl) throw new Error('BACKEND_URL and MCP_URL must be set, such as http://localhost:8000');
  return { backendUrl, mcpUrl };
}
