import type { ChatMessage, Confirmation, Conversation, ToolCall, TurnEvent } from './protocol.ts';
import type { SseEvent } from './sse-parser.ts';

/** The event of a turn that this is, or undefined where it is none that we know: a newer backend may send more. */
export function readTurnEvent({ id, event, data }: SseEvent): TurnEvent | undefined {
  const fields = parsed(data);
  const colon = id.lastIndexOf(':');
  const position = { turnId: id.slice(0, Math.max(colon, 0)), seq: colon === -1 ? 0 : Number(id.slice(colon + 1)) };
  if (fields === undefined || !Number.isSafeInteger(position.seq)) return undefined;
  switch (event) {
    case 'conversation':
      return {
        ...position,
        turnId: text(fields['turn_id']) || position.turnId,
        type: event,
        conversationId: number(fields['conversation_id']),
        assistant: text(fields['assistant']) || undefined,
      };
    case 'delta':
      return { ...position, type: event, text: text(fields['text']) };
    case 'tool_call':
      return { ...position, type: event, call: readToolCall(fields) };
    case 'confirmation':
      return { ...position, type: event, confirmation: readConfirmation(fields) };
    case 'done':
      return {
        ...position,
        type: event,
        messageId: number(fields['message_id']),
        response: text(fields['response']),
        toolCalls: list(fields['tool_calls']).map(readToolCall),
      };
    case 'error':
      return { ...position, type: event, code: text(fields['code']) };
    default:
      return undefined;
  }
}

/** A conversation as the backend lists it. */
export function readConversation(body: unknown): Conversation {
  const fields = record(body);
  return { id: number(fields['id']), title: text(fields['title']), updatedAt: text(fields['updated_at']) };
}

/** A message as the backend keeps it. */
export function readMessage(body: unknown): ChatMessage {
  const fields = record(body);
  return {
    id: number(fields['id']),
    role: fields['role'] === 'user' ? 'user' : 'assistant',
    content: text(fields['content']),
    toolCalls: list(fields['tool_calls']).map(readToolCall),
    createdAt: text(fields['created_at']),
  };
}

function readToolCall(body: unknown): ToolCall {
  const fields = record(body);
  return {
    tool: text(fields['tool']),
    parameters: record(fields['parameters']),
    result: fields['result'],
    durationMs: number(fields['duration_ms']),
    isError: fields['is_error'] === true,
  };
}

/** A question that waits for its answer. */
export function readConfirmation(body: unknown): Confirmation {
  const fields = record(body);
  return {
    action: text(fields['action']),
    message: text(fields['message']),
    affectedItems: list(fields['affected_items']).map((item) => {
      const { id, title } = record(item);
      return { id: number(id), title: text(title) };
    }),
    confirmToken: text(fields['confirm_token']),
    expiresAt: text(fields['expires_at']),
  };
}

function parsed(json: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return record(JSON.parse(json));
  } catch {
    return undefined;
  }
}

/** The members of an object; none where it is something else. */
export function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** The items of an array; none where it is something else. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function number(value: unknown): number {
  return typeof value === 'number' ? value : Number(value) || 0;
}
