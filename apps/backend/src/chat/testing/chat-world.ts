import { createVerifier } from '@todo/auth';
import { createLifecycle, createLogger, type Lifecycle } from '@todo/service';
import { listen } from '@todo/service/http';
import { knownMigrations, migrate, openDatabase, type Database } from '@todo/todo-db';
import {
  addUser,
  startFakeOpenAi,
  startIssuer,
  startTestPostgres,
  type FakeOpenAi,
  type Issuer,
  type TestPostgres,
} from '@todo/testing';
import type { AddressInfo } from 'node:net';
import { createApp } from '../../app.ts';
import type { Assistant } from '../../assistant/assistant.ts';
import { openAiAssistant } from '../../assistant/openai/openai-assistant.ts';
import { openChat, type OpenChatOptions } from '../open-chat.ts';
import { startService, type ServiceProcess } from './service-process.ts';

/** A backend of its own pool, hub and port: what a pod is, within this process. */
export interface Replica {
  readonly url: string;
  readonly lifecycle: Lifecycle;
  /** Waits for its turns, as at the end of a pod. */
  closeChat(): Promise<void>;
  close(): Promise<void>;
}

/** Somebody who is signed in. */
export interface Person {
  readonly userId: string;
  readonly token: string;
  /** A request to their own part of the API: `/chat`, `/tasks`. */
  call(
    replica: { readonly url: string },
    path: string,
    init?: RequestInit & { readonly json?: unknown },
  ): Promise<Response>;
}

/** A real database, MCP server, issuer and a scripted model, on which replicas stand. */
export interface ChatWorld {
  readonly postgres: TestPostgres;
  readonly database: Database;
  readonly issuer: Issuer;
  readonly model: FakeOpenAi;
  readonly mcp: ServiceProcess;
  readonly lines: string[];
  /** What a backend's process is given. */
  readonly environment: Readonly<Record<string, string>>;
  replica(
    options?: Partial<Pick<OpenChatOptions, 'turnSeconds' | 'abandonSeconds' | 'mcpUrl' | 'assistant'>>,
  ): Promise<Replica>;
  person(): Promise<Person>;
  close(): Promise<void>;
}

const UNLIMITED = { read: 1_000_000, write: 1_000_000, chat: 1_000_000 };

/** Starts everything but the replicas. */
export async function startChatWorld(): Promise<ChatWorld> {
  const [postgres, issuer, model] = await Promise.all([startTestPostgres(), startIssuer(), startFakeOpenAi()]);
  // By the application's own program: services wait for its ledger.
  await migrate({ databaseUrl: postgres.url, migrations: knownMigrations() });
  const auth = { DATABASE_URL: postgres.url, AUTH_ISSUER: issuer.issuer, AUTH_JWKS_URL: issuer.jwksUrl };
  const mcp = await startService('mcp', auth);
  const database = openDatabase(postgres.url);
  const lines: string[] = [];
  const replicas = new Set<Replica>();
  const modelAssistant = (): Assistant =>
    openAiAssistant({ baseUrl: model.baseUrl, model: 'fake', patienceMilliseconds: 2000 });

  const replica: ChatWorld['replica'] = async (options = {}) => {
    const own = openDatabase(postgres.url);
    const logger = createLogger('backend', 'info', (line) => lines.push(line));
    const lifecycle = createLifecycle();
    const chat = openChat({
      database: own,
      assistant: modelAssistant(),
      mcpUrl: mcp.url,
      lifecycle,
      logger,
      ...options,
    });
    const verifier = createVerifier({ jwksUrl: issuer.jwksUrl, issuer: issuer.issuer, audience: 'todo-backend' });
    const app = createApp({ database: own, verifier, lifecycle, logger, limits: UNLIMITED, chat: chat.routes });
    const server = await listen({ app, host: '127.0.0.1', port: 0, lifecycle, logger, drainSeconds: 0 });
    const made: Replica = {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      lifecycle,
      closeChat: () => chat.close(),
      async close() {
        replicas.delete(made);
        lifecycle.close();
        await chat.close();
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await own.close();
      },
    };
    replicas.add(made);
    return made;
  };
  return {
    postgres,
    database,
    issuer,
    model,
    mcp,
    lines,
    environment: {
      ...auth,
      MCP_URL: mcp.url,
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_MODEL: 'fake',
      DRAIN_SECONDS: '0',
      RATE_CHATS_PER_MINUTE: String(UNLIMITED.chat),
    },
    replica,
    async person() {
      const userId = await addUser(postgres.url);
      const token = await issuer.mint({ sub: userId });
      return { userId, token, call: (at, path, init) => call(at, userId, token, path, init) };
    },
    async close() {
      await Promise.all([...replicas].map((made) => made.close()));
      await Promise.all([mcp.kill(), issuer.close(), model.close()]);
      await database.close();
      await postgres.remove();
    },
  };
}

function call(
  { url }: { readonly url: string },
  userId: string,
  token: string,
  path: string,
  { json, ...init }: RequestInit & { readonly json?: unknown } = {},
): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('authorization', `Bearer ${token}`);
  if (json !== undefined) headers.set('content-type', 'application/json');
  const body = json === undefined ? {} : { method: 'POST', body: JSON.stringify(json) };
  return fetch(`${url}/api/${userId}${path}`, { ...body, ...init, headers });
}
