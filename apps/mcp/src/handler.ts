import { createMcpHandler, type McpHttpHandler, type McpRequestContext } from '@modelcontextprotocol/server';
import type { Identity } from '@todo/auth';
import { describeError, type Logger } from '@todo/service';
import type { TaskStore } from '@todo/todo';
import { createTodoMcpServer } from './server.ts';
import type { ToolObservers } from './tools.ts';

/** Answers MCP requests of people who are known. */
export interface TodoHandler {
  answer(request: Request, identity: Identity): Promise<Response>;
  close(): Promise<void>;
}

/** What the handler stands on. */
export interface TodoHandlerOptions {
  readonly store: TaskStore;
  readonly observers: ToolObservers;
  readonly logger: Logger;
}

/** The protocol's side of the service, with a fresh server for each request. */
export function openHandler({ store, observers, logger }: TodoHandlerOptions): TodoHandler {
  const handler: McpHttpHandler = createMcpHandler(
    (context) => createTodoMcpServer({ userId: userOf(context), store }, observers),
    { onerror: (error) => logger.warn('a protocol error', describeError(error)) },
  );
  return {
    answer: (request, identity) => handler.fetch(request, { authInfo: authInfoOf(identity) }),
    close: () => handler.close(),
  };
}

/** The SDK has no field of its own for the user; the token itself goes no further. */
function authInfoOf({ userId, expiresAt }: Identity): NonNullable<McpRequestContext['authInfo']> {
  return { token: 'verified', clientId: 'todo', scopes: [], expiresAt, extra: { sub: userId } };
}

function userOf({ authInfo }: McpRequestContext): string {
  const subject = authInfo?.extra?.['sub'];
  if (typeof subject !== 'string' || subject === '') throw new TypeError('a request reached the tools without a user');
  return subject;
}
