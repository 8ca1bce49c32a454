import type { CallToolResult, McpServer } from '@modelcontextprotocol/server';
import { withSpan } from '@todo/service/context';
import { todoTools, type Owner } from '@todo/todo';
import type { Explain } from './explain.ts';

/** Counts a call: which tool, how long, how it ended. */
export type CountCall = (tool: string, outcome: 'done' | 'refused', seconds: number) => void;

/** Registers the five tools. Invalid arguments become a result with `isError` by the SDK, before a tool is called. */
export function registerTools(server: McpServer, owner: Owner, { explain, count }: ToolObservers): void {
  for (const { name, title, description, input, output, hints, call } of todoTools) {
    const annotations = {
      readOnlyHint: hints.readOnly,
      destructiveHint: hints.destructive,
      idempotentHint: hints.idempotent,
      openWorldHint: false,
    };
    const shape = { title, description, inputSchema: input, outputSchema: output, annotations };
    server.registerTool(name, shape, async (given): Promise<CallToolResult> => {
      const began = performance.now();
      const result = await withSpan(`tool ${name}`, {}, () => call(owner, given)).then(answered, (error: unknown) =>
        refused(explain(error)),
      );
      count(name, result.isError ? 'refused' : 'done', (performance.now() - began) / 1000);
      return result;
    });
  }
}

/** How calls are told to those who run the service. */
export interface ToolObservers {
  readonly explain: Explain;
  readonly count: CountCall;
}

/** Clients that know no structured content read the same as text. */
function answered(structuredContent: Readonly<Record<string, unknown>>): CallToolResult {
  return { structuredContent, content: [{ type: 'text', text: JSON.stringify(structuredContent) }] };
}

/** An error that the model should read and react to. */
function refused(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}
