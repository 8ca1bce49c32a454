import { startTestPostgres } from '@todo/testing';
import { join } from 'node:path';
import { check } from './run.ts';
import { frontDoor } from './front-door.ts';
import { startService, type RunningService } from './service-process.ts';

const built = join(import.meta.dirname, '../../dist/apps');

/** How the application is started. */
export interface AppOptions {
  /** Processes of the backend behind the one address; 2 unless told, as in the cluster. */
  readonly backends?: number;
  readonly frontends?: number;
  /** More variables, by service. */
  readonly env?: Readonly<Partial<Record<'frontend' | 'backend' | 'mcp', Readonly<Record<string, string>>>>>;
}

/** The built application on this machine: the three services as processes, with a Postgres of its own. */
export interface RunningApp {
  /** Where a browser finds it; also the issuer of its tokens. */
  readonly url: string;
  readonly databaseUrl: string;
  readonly backends: readonly RunningService[];
  readonly frontends: readonly RunningService[];
  readonly mcp: RunningService;
  /** Ends the database as a crash would, and brings it back. */
  stopDatabase(): Promise<void>;
  startDatabase(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Starts what `nx run-many -t build` made: Postgres, migrations, mcp, backends, frontends, and before them a front door that routes
 * as the stack's Ingress does.
 */
export async function startApp({
  backends: wanted = 2,
  frontends: pages = 1,
  env = {},
}: AppOptions = {}): Promise<RunningApp> {
  const postgres = await startTestPostgres();
  const door = await frontDoor();
  const started: RunningService[] = [];
  const stop = async (): Promise<void> => {
    await door.close();
    await Promise.all(started.map((service) => service.stop()));
    await postgres.remove();
  };
  const begin = async (name: 'frontend' | 'backend' | 'mcp', own: Readonly<Record<string, string>>) => {
    const variables = { NODE_ENV: 'production', HOST: '127.0.0.1', DRAIN_SECONDS: '0', LOG_LEVEL: 'info' };
    const database = { DATABASE_URL: postgres.url };
    const service = await startService(name, join(built, name, 'app/main.mjs'), {
      ...variables,
      ...database,
      ...own,
      ...env[name],
    });
    started.push(service);
    return service;
  };
  try {
    const migrated = { env: { DATABASE_URL: postgres.url, LOG_LEVEL: 'error' } };
    await check(process.execPath, [join(built, 'backend/app/migrate.mjs')], migrated);
    // The frontend knows the others by the door, as Services stand before pods.
    const identity = { AUTH_ISSUER: door.url, AUTH_JWKS_URL: `${door.url}/api/auth/jwks` };
    const mcp = await begin('mcp', identity);
    const backendEnv = { ...identity, MCP_URL: mcp.url };
    const backends = await Promise.all(Array.from({ length: wanted }, () => begin('backend', backendEnv)));
    const accounts = { BETTER_AUTH_URL: door.url, BETTER_AUTH_SECRET: 'a-secret-of-this-test-run-0123456789abcdef' };
    const backendUrl = { BACKEND_URL: backends[0]?.url ?? door.url, MCP_URL: mcp.url };
    const frontendEnv = { ...accounts, ...backendUrl };
    const frontends = await Promise.all(Array.from({ length: pages }, () => begin('frontend', frontendEnv)));
    door.lead({ '/api/auth': frontends, '/api': backends, '/': frontends });
    await Promise.all(started.map((service) => service.ready()));
    return {
      url: door.url,
      databaseUrl: postgres.url,
      backends,
      frontends,
      mcp,
      stopDatabase: () => postgres.stop(),
      startDatabase: () => postgres.start(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
