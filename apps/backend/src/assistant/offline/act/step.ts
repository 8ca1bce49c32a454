import type { AssistantEvent, AssistantTurn, ToolCallRecord } from '../../assistant.ts';

/** A part of the work of a turn: says events while it goes on, and gives a result. */
export type Step<T = void> = AsyncGenerator<AssistantEvent, T, undefined>;

const AWAY = 'The task service does not answer right now. Nothing is lost; please try again in a moment.';

/** Calls a tool and shows the call. A cancelled turn calls nothing more. */
export async function* useTool(
  turn: AssistantTurn,
  tool: string,
  parameters: ToolCallRecord['parameters'],
): Step<ToolCallRecord> {
  turn.signal.throwIfAborted();
  const call = await called(turn, tool, parameters);
  yield { type: 'tool_call', call };
  return call;
}

async function called(
  { tools, signal }: AssistantTurn,
  tool: string,
  parameters: ToolCallRecord['parameters'],
): Promise<ToolCallRecord> {
  const began = performance.now();
  try {
    return await tools.call(tool, parameters);
  } catch {
    // The end of the turn is no failure of the tool.
    signal.throwIfAborted();
    return { tool, parameters, result: AWAY, duration_ms: Math.round(performance.now() - began), is_error: true };
  }
}

/** Says a sentence. */
export function say(text: string): AssistantEvent {
  return { type: 'delta', text };
}
