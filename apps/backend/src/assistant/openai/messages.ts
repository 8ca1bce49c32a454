import type { ChatCompletionMessageParam, ChatCompletionTool } from 'openai/resources/chat/completions';
import type { ChatMessage, ToolCallRecord, ToolDefinition } from '../assistant.ts';

/** A result in the history is a reminder; the model can list the tasks again. */
const MAX_PAST_RESULT = 1500;
/** A result of this turn: a list of some hundred tasks. */
const MAX_RESULT = 60_000;

/** The conversation as the API has it: what the assistant did goes before what it said. */
export function toMessages(history: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  return history.flatMap(({ role, content, tool_calls }, index): ChatCompletionMessageParam[] => {
    if (role === 'user') return [{ role, content }];
    const calls = tool_calls.map((call, at) => ({ id: `past_${index}_${at}`, call }));
    const said = { role, content } as const;
    if (calls.length === 0) return [said];
    const did = {
      role,
      tool_calls: calls.map(({ id, call: { tool, parameters } }) => toolCall(id, tool, JSON.stringify(parameters))),
    } as const;
    return [did, ...calls.map(({ id, call }) => toolResult(id, call, MAX_PAST_RESULT)), said];
  });
}

/** A call as the model made it. */
export function toolCall(
  id: string,
  name: string,
  given: string,
): { id: string; type: 'function'; function: { name: string; arguments: string } } {
  return { id, type: 'function', function: { name, arguments: given } };
}

/** What a tool gave, for the model to read. */
export function toolResult(
  id: string,
  { result, is_error }: Pick<ToolCallRecord, 'result' | 'is_error'>,
  limit = MAX_RESULT,
): ChatCompletionMessageParam {
  const text = JSON.stringify(is_error ? { error: result } : result) ?? 'null';
  const content = text.length > limit ? `${text.slice(0, limit).toWellFormed()}… (cut)` : text;
  return { role: 'tool', tool_call_id: id, content };
}

/** The tools of the MCP server, as functions. */
export function toTools(definitions: readonly ToolDefinition[]): ChatCompletionTool[] {
  return definitions.map(({ name, description, inputSchema }) => {
    // Identity is no argument: a model that does not see it can't be talked into another one.
    const { $schema: _schema, properties, ...schema } = inputSchema;
    const { user_id: _user, ...shown } = (properties ?? {}) as Record<string, unknown>;
    return { type: 'function', function: { name, description, parameters: { ...schema, properties: shown } } };
  });
}
