import { todoTools, type Owner } from '@todo/todo';
import type { ToolCaller } from '../../assistant.ts';

/** The real tools of the product, called without a network between; a refusal is a record, as over MCP. */
export function inMemoryTools(owner: Owner): ToolCaller {
  return {
    async call(name, parameters) {
      const tool = todoTools.find((candidate) => candidate.name === name);
      const record = { tool: name, parameters, duration_ms: 0 };
      try {
        if (!tool) throw new Error(`there is no tool ${name}`);
        return { ...record, result: tool.output.parse(await tool.call(owner, parameters)), is_error: false };
      } catch (error) {
        return { ...record, result: error instanceof Error ? error.message : String(error), is_error: true };
      }
    },
    list: async () => todoTools.map(({ name, description }) => ({ name, description, inputSchema: {} })),
  };
}

/** A server that does not answer. */
export const awayTools: ToolCaller = {
  call: async (tool, parameters) => ({
    tool,
    parameters,
    result: 'The task service does not answer right now. Nothing is lost; try again in a moment.',
    duration_ms: 0,
    is_error: true,
  }),
  list: () => Promise.reject(new Error('away')),
};
