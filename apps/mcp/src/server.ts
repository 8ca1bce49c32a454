import { McpServer, type CallToolResult, type McpRequestContext } from '@modelcontextprotocol/server';
import { TodoError, todoTools, type TaskStore } from '@todo/todo';

const NO_IDENTITY =
  'Nobody is signed in: a task belongs to a person, and this request carries no verified identity. ' +
  'Tools can be listed without one; calling them needs the accounts of the Todo Chatbot.';

/** What a tool call stands on. */
export interface McpServerOptions {
  readonly store: TaskStore;
  /**
   * What the caller may read about an error that is no `TodoError`; undefined hides it behind a general sentence.
   * Is told every such error, and may log it.
   */
  readonly explain: (error: unknown) => string | undefined;
}

/**
 * A fresh MCP server for one request, with the five tools. Whose tasks a call is about follows from the verified identity alone,
 * never from an argument that a model could be talked into.
 */
export function createTodoMcpServer(
  { store, explain }: McpServerOptions,
  { authInfo }: Pick<McpRequestContext, 'authInfo'>,
): McpServer {
  const server = new McpServer({ name: 'todo', title: 'Todo Chatbot', version: '0.1.0' });
  const userId = userOf(authInfo);
  for (const { name, title, description, input, output, hints, call } of todoTools) {
    const annotations = {
      readOnlyHint: hints.readOnly,
      destructiveHint: hints.destructive,
      idempotentHint: hints.idempotent,
      openWorldHint: false,
    };
    const shape = { title, description, inputSchema: input, outputSchema: output, annotations };
    server.registerTool(name, shape, async (given): Promise<CallToolResult> => {
      if (userId === undefined) return refusal(NO_IDENTITY);
      try {
        const structuredContent = await call({ userId, store }, given);
        return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
      } catch (error) {
        if (error instanceof TodoError) return refusal(error.message);
        return refusal(explain(error) ?? 'The tool failed. It is not known whether it did its work.');
      }
    });
  }
  return server;
}

/** An error that the model should read and react to. */
function refusal(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}

/** The verified token's subject; the SDK has no field of its own for it. */
function userOf(authInfo: McpRequestContext['authInfo']): string | undefined {
  const subject = authInfo?.extra?.['sub'];
  return typeof subject === 'string' && subject !== '' ? subject : undefined;
}
