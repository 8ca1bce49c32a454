import type { Client } from '@modelcontextprotocol/client';
import { describeError, type Logger } from '@todo/service';
import { tracedFetch } from '@todo/service/context';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ToolCaller, ToolCallRecord, ToolDefinition } from '../assistant.ts';
import { contextCache, type ContextCache } from './context-cache.ts';
import { neverArrived, ToolsUnavailable } from './tools-unavailable.ts';

/** Where the tools are, and how long to wait for them. */
export interface McpToolsOptions {
  /** The server's origin; `/mcp` is asked. */
  readonly url: string;
  readonly logger: Logger;
  readonly timeoutMilliseconds?: number;
}

/** Whose tools, and until when. */
export interface ToolsFor {
  readonly userId: string;
  /** The user's own token, as the backend verified it: the MCP server verifies it again, and knows the user from nothing else. */
  readonly token: string;
  readonly signal: AbortSignal;
}

/** Gives a turn the tools of its user. */
export type ToolSource = (user: ToolsFor) => ToolCaller;

/** The revision in which a call is one HTTP request: no session, no handshake once the server is known. */
const REVISION = '2026-07-28';
const DEFAULT_TIMEOUT_MILLISECONDS = 5000;
const RETRY_MILLISECONDS = 250;
const MAX_USERS = 1000;
const FORGET_MILLISECONDS = 5 * 60_000;
const AWAY = 'The task service does not answer right now. Nothing was done and nothing is lost; try again in a moment.';
const UNKNOWN =
  'The task service did not answer. It is not known whether this was done: look at the list before you try again.';

type Discovery = NonNullable<ReturnType<Client['getDiscoverResult']>>;

/** What was learned of the server, per user. */
interface Known {
  readonly discovery: ContextCache<Discovery>;
  readonly tools: ContextCache<readonly ToolDefinition[]>;
}

/** The tools of the MCP server, over Streamable HTTP. Nothing is loaded or asked before the first use. */
export function mcpTools(options: McpToolsOptions): ToolSource {
  const limits = { maxEntries: MAX_USERS, ttlMilliseconds: FORGET_MILLISECONDS };
  const known: Known = { discovery: contextCache(limits), tools: contextCache(limits) };
  return (user) => toolCaller(options, known, user);
}

function toolCaller(options: McpToolsOptions, known: Known, user: ToolsFor): ToolCaller {
  const { url, logger, timeoutMilliseconds: timeout = DEFAULT_TIMEOUT_MILLISECONDS } = options;
  const { userId, token, signal } = user;
  let connecting: Promise<Client> | undefined;
  const connected = (): Promise<Client> => (connecting ??= connect({ url, token, timeout, userId, known, signal }));

  /** One try, and a second one when the first never reached the server: it may be restarting. */
  const ask = async <T>(work: (client: Client) => Promise<T>): Promise<T> => {
    for (let tries = 1; ; tries++) {
      try {
        return await work(await connected());
      } catch (error) {
        // What was learned may be stale: a server of another version answers it with an error.
        known.discovery.forget(userId);
        connecting = undefined;
        signal.throwIfAborted();
        if (tries > 1 || !neverArrived(error)) throw new ToolsUnavailable(error);
      }
      await sleep(RETRY_MILLISECONDS, undefined, { signal });
    }
  };
  return {
    async call(tool, parameters) {
      const began = performance.now();
      const record = (result: unknown, is_error: boolean): ToolCallRecord => ({
        tool,
        parameters,
        result,
        duration_ms: Math.round((performance.now() - began) * 10) / 10,
        is_error,
      });
      try {
        const limits = { signal, timeout, maxTotalTimeout: timeout };
        const answer = await ask((client) => client.callTool({ name: tool, arguments: { ...parameters } }, limits));
        return record(resultOf(answer), answer.isError === true);
      } catch (error) {
        if (!(error instanceof ToolsUnavailable)) throw error;
        logger.warn('a tool could not be called', { tool, ...describeError(error.cause) });
        return record(neverArrived(error.cause) ? AWAY : UNKNOWN, true);
      }
    },
    async list() {
      const held = known.tools.get(userId);
      if (held) return held;
      const { tools } = await ask((client) => client.listTools(undefined, { signal, timeout }));
      const definitions = tools.map(({ name, description = '', inputSchema }) => ({ name, description, inputSchema }));
      known.tools.set(userId, definitions);
      return definitions;
    },
  };
}

/** A client for one turn: made in memory alone when the server is known to this user. */
async function connect(options: {
  readonly url: string;
  readonly token: string;
  readonly timeout: number;
  readonly userId: string;
  readonly known: Known;
  readonly signal: AbortSignal;
}): Promise<Client> {
  const { url, token, timeout, userId, known, signal } = options;
  // Loaded at the first call: it would double the time that the service takes to start.
  const { Client, StreamableHTTPClientTransport } = await import('@modelcontextprotocol/client');
  const client = new Client(
    { name: 'todo-backend', version: '1' },
    { versionNegotiation: { mode: { pin: REVISION }, probe: { timeoutMs: timeout } } },
  );
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const discover = known.discovery.get(userId);
  const transport = new StreamableHTTPClientTransport(new URL('/mcp', url), { requestInit, fetch: tracedFetch });
  await client.connect(transport, {
    signal,
    timeout,
    ...(discover ? { prior: { kind: 'modern', discover } } : {}),
  });
  const learned = client.getDiscoverResult();
  if (learned && !discover) known.discovery.set(userId, learned);
  return client;
}

/** What a model and a person read: the structured content; without one, the text. */
function resultOf(answer: Awaited<ReturnType<Client['callTool']>>): unknown {
  if (answer.structuredContent !== undefined && answer.isError !== true) return answer.structuredContent;
  return answer.content.map((part) => (part.type === 'text' ? part.text : '')).join('\n');
}
