import type { Lifecycle, Logger } from '@todo/service';
import {
  confirmationStore,
  conversationStore,
  idempotencyStore,
  signingKey,
  turnStore,
  type Database,
} from '@todo/todo-db';
import type { Assistant } from '../assistant/assistant.ts';
import { mcpTools } from '../assistant/tools/mcp-tools.ts';
import type { Route } from '../http/route.ts';
import { chatRoutes } from './routes.ts';
import { createChat, type ChatOptions } from './turn-service.ts';

/** What the service gives its chat. */
export interface OpenChatOptions extends Pick<ChatOptions, 'turnSeconds' | 'abandonSeconds'> {
  readonly database: Database;
  readonly assistant: Assistant;
  /** Origin of the MCP server. */
  readonly mcpUrl: string;
  readonly lifecycle: Lifecycle;
  readonly logger: Logger;
}

/** The chat over Postgres and MCP. `close` is called when no request is left, and before the database is closed. */
export function openChat(options: OpenChatOptions): { readonly routes: readonly Route[]; close(): Promise<void> } {
  const { database, mcpUrl, logger, ...rest } = options;
  const conversations = conversationStore(database);
  const turns = turnStore(database);
  let key: Promise<Uint8Array> | undefined;
  /** Asked for once; again only when that failed. */
  const confirmationKey = (): Promise<Uint8Array> =>
    (key ??= signingKey(database, 'chat-confirmations').catch((error: unknown) => {
      key = undefined;
      throw error;
    }));
  const chat = createChat({
    ...rest,
    logger,
    conversations,
    turns,
    confirmations: confirmationStore(database),
    keys: idempotencyStore(database),
    signingKey: confirmationKey,
    tools: mcpTools({ url: mcpUrl, logger }),
  });
  return { routes: chatRoutes({ chat, conversations, turns }), close: () => chat.close() };
}
