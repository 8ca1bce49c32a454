import { createVerifier } from '@todo/auth';
import { createLifecycle, createLogger } from '@todo/service';
import type { ServiceApp } from '@todo/service/http';
import { openDatabase, type Database } from '@todo/todo-db';
import { addUser, startIssuer, startTestPostgres, type Issuer, type TestPostgres } from '@todo/testing';
import { createApp, type AppOptions } from '../app.ts';
import { offlineAssistant } from '../assistant/offline/offline-assistant.ts';
import { openChat } from '../chat/open-chat.ts';
import type { Route } from '../http/route.ts';

/** A person with a token. */
export interface Person {
  readonly userId: string;
  readonly token: string;
}

/** What a test sends. */
export interface Sent {
  readonly method?: string;
  /** Sent as JSON. */
  readonly json?: unknown;
  /** Sent as it is. */
  readonly body?: string | Uint8Array<ArrayBuffer>;
  readonly headers?: Readonly<Record<string, string>>;
  /** Which replica answers; the first unless told. */
  readonly replica?: number;
}

/** Replicas of the backend over one real Postgres, with an issuer of tokens. */
export interface TestBackend {
  readonly postgres: TestPostgres;
  readonly issuer: Issuer;
  readonly database: Database;
  readonly apps: readonly ServiceApp[];
  /** The chat's routes of the first replica; an MCP server is not there. */
  readonly chat: readonly Route[];
  readonly lines: string[];
  /** An account of its own for one test. */
  person(): Promise<Person>;
  /** A request of a person below `/api/{user_id}`. */
  send(person: Person, path: string, sent?: Sent): Promise<Response>;
  close(): Promise<void>;
}

/** Enough for any test that is not about limits. */
const GENEROUS = { read: 1_000_000, write: 1_000_000, chat: 1_000_000 };

/** Starts as many replicas as asked, each with a pool of its own. */
export async function startBackend(
  options: { readonly replicas?: number } & Partial<Pick<AppOptions, 'limits'>> = {},
): Promise<TestBackend> {
  const { replicas = 1, limits = GENEROUS } = options;
  const [postgres, issuer] = await Promise.all([startTestPostgres({ migrated: true }), startIssuer()]);
  const lines: string[] = [];
  const logger = createLogger('backend', 'info', (line) => lines.push(line));
  const databases = Array.from({ length: replicas }, () => openDatabase(postgres.url));
  const verifier = (): ReturnType<typeof createVerifier> =>
    createVerifier({ jwksUrl: issuer.jwksUrl, issuer: issuer.issuer, audience: 'todo-backend' });
  const mcpUrl = 'http://127.0.0.1:9';
  const made = databases.map((database) => {
    const lifecycle = createLifecycle();
    lifecycle.becomeReady();
    const chat = openChat({ database, assistant: offlineAssistant(), mcpUrl, lifecycle, logger });
    const app = createApp({ database, verifier: verifier(), lifecycle, logger, limits, chat: chat.routes });
    return { app, chat };
  });
  const apps = made.map(({ app }) => app);
  const database = databases[0]!;
  return {
    postgres,
    issuer,
    database,
    apps,
    chat: made[0]!.chat.routes,
    lines,
    async person() {
      const userId = await addUser(postgres.url);
      return { userId, token: await issuer.mint({ sub: userId }) };
    },
    async send({ userId, token }, path, { method = 'GET', json, body, headers, replica = 0 } = {}) {
      const content = json === undefined ? body : JSON.stringify(json);
      return await apps[replica]!.request(`/api/${userId}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(json !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(content !== undefined && { body: content }),
      });
    },
    async close() {
      await Promise.all(made.map(({ chat }) => chat.close()));
      await Promise.all(databases.map((each) => each.close()));
      await issuer.close();
      await postgres.remove();
    },
  };
}
