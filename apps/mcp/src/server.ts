import { McpServer, type McpRequestContext } from '@modelcontextprotocol/server';
import { todoTools } from '@todo/todo';

const NO_IDENTITY =
  'Nobody is signed in: a task belongs to a person, and this request carries no verified identity. ' +
  'Tools can be listed without one; calling them needs the accounts of the Todo Chatbot.';

/**
 * A fresh MCP server for one request, with the five tools. Whose tasks a call is about follows from the verified identity alone,
 * never from an argument that a model could be talked into.
 */
export function createTodoMcpServer({ authInfo }: Pick<McpRequestContext, 'authInfo'> = {}): McpServer {
  const server = new McpServer({ name: 'todo', title: 'Todo Chatbot', version: '0.1.0' });
  for (const { name, title, description, input, output, hints } of todoTools) {
    const annotations = {
      readOnlyHint: hints.readOnly,
      destructiveHint: hints.destructive,
      idempotentHint: hints.idempotent,
      openWorldHint: false,
    };
    server.registerTool(name, { title, description, inputSchema: input, outputSchema: output, annotations }, () => {
      const reason = authInfo ? `${authInfo.clientId} has no account yet.` : NO_IDENTITY;
      return { isError: true, content: [{ type: 'text', text: reason }] };
    });
  }
  return server;
}
