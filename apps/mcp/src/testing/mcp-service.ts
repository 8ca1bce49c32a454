import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { serve, type ServerType } from '@hono/node-server';
import { createVerifier } from '@todo/auth';
import { blockLimiter, createLifecycle, createLogger, type Lifecycle, type Telemetry } from '@todo/service';
import type { ServiceApp } from '@todo/service/http';
import { openDatabase, rateWindowStore, taskStore, type Database } from '@todo/todo-db';
import { addUser, startIssuer, startTestPostgres, type Issuer, type TestPostgres } from '@todo/testing';
import { once } from 'node:events';
import { createApp } from '../app.ts';

/** The service over real HTTP, on a database and with an issuer of its own. */
export interface McpService {
  readonly postgres: TestPostgres;
  readonly database: Database;
  readonly issuer: Issuer;
  readonly app: ServiceApp;
  readonly url: URL;
  readonly lifecycle: Lifecycle;
  /** Lines of its log; grows. */
  readonly lines: readonly string[];
  /** A new account with its token. */
  user(): Promise<{ readonly id: string; readonly token: string }>;
  stop(): Promise<void>;
}

/** What differs from the usual. */
export interface McpServiceOptions {
  readonly requestsPerMinute?: number;
  readonly telemetry?: Telemetry;
}

export async function startMcpService(options: McpServiceOptions = {}): Promise<McpService> {
  const [postgres, issuer] = await Promise.all([startTestPostgres({ migrated: true }), startIssuer()]);
  const database = openDatabase(postgres.url);
  const lifecycle = createLifecycle();
  const lines: string[] = [];
  const app = createApp({
    store: taskStore(database),
    verifier: createVerifier({ jwksUrl: issuer.jwksUrl, issuer: issuer.issuer, audience: 'todo-mcp' }),
    issuer: issuer.issuer,
    limiter: blockLimiter(rateWindowStore(database)),
    requestsPerMinute: 10_000,
    lifecycle,
    logger: createLogger('mcp', 'debug', (line) => lines.push(line)),
    ...options,
  });
  let server: ServerType | undefined;
  const port = await new Promise<number>((resolve) => {
    server = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, (address) => resolve(address.port));
  });
  return {
    postgres,
    database,
    issuer,
    app,
    lifecycle,
    lines,
    url: new URL(`http://127.0.0.1:${port}/mcp`),
    async user() {
      const id = await addUser(postgres.url);
      return { id, token: await issuer.mint({ sub: id }) };
    },
    async stop() {
      if (server) {
        const closed = once(server, 'close');
        server.close();
        if ('closeAllConnections' in server) server.closeAllConnections();
        await closed;
      }
      await database.close();
      await Promise.all([postgres.remove(), issuer.close()]);
    },
  };
}

/** The revisions that clients in the field speak. */
export const revisions = ['2025-11-25', '2026-07-28'] as const;

/** The official client, connected. */
export async function connect(
  url: URL,
  token: string,
  revision: (typeof revisions)[number] = '2026-07-28',
  headers: Readonly<Record<string, string>> = {},
): Promise<Client> {
  const pinned = revision === '2026-07-28' ? { versionNegotiation: { mode: { pin: revision } } } : {};
  const client = new Client({ name: 'test', version: '1' }, pinned);
  const requestInit = { headers: { authorization: `Bearer ${token}`, ...headers } };
  await client.connect(new StreamableHTTPClientTransport(url, { requestInit }));
  return client;
}
