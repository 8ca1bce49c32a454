import type { Failure } from './failure.ts';
import type { ChatMessage, Confirmation, ToolCall, TurnEvent } from './protocol.ts';

/** One answer in the making, and how far we have followed it. */
export interface Turn {
  readonly state: 'sending' | 'streaming' | 'reconnecting' | 'done' | 'failed' | 'cancelled';
  readonly turnId: string | undefined;
  readonly conversationId: number | undefined;
  /** Of the last event that is in here; 0 before the first. */
  readonly seq: number;
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  readonly confirmation: Confirmation | undefined;
  readonly failure: Failure | undefined;
  /** What the backend calls the finished answer. */
  readonly messageId: number | undefined;
  /** Which kind of assistant answers, as far as it was told. */
  readonly assistant: string | undefined;
}

/** A turn of which nothing has come yet. */
export function newTurn(conversationId: number | undefined, turnId?: string): Turn {
  return {
    state: 'sending',
    turnId,
    conversationId,
    seq: 0,
    text: '',
    toolCalls: [],
    confirmation: undefined,
    failure: undefined,
    messageId: undefined,
    assistant: undefined,
  };
}

/** Whether more is to come. */
export function isRunning(turn: Turn | undefined): boolean {
  return turn?.state === 'sending' || turn?.state === 'streaming' || turn?.state === 'reconnecting';
}

/**
 * The turn with this event in it. An event that is in already, that belongs to another turn, or that comes after the end changes
 * nothing (the same object is returned): so a replay after a lost connection never doubles a word.
 */
export function withEvent(turn: Turn, event: TurnEvent): Turn {
  if (!isRunning(turn)) return turn;
  if (turn.turnId !== undefined && event.turnId !== '' && event.turnId !== turn.turnId) return turn;
  // An event without a number is one that is not kept: it can't come twice.
  if (event.seq > 0 && event.seq <= turn.seq) return turn;
  const next: Turn = {
    ...turn,
    state: 'streaming',
    turnId: turn.turnId ?? (event.turnId || undefined),
    seq: Math.max(turn.seq, event.seq),
  };
  switch (event.type) {
    case 'conversation':
      return { ...next, conversationId: event.conversationId, assistant: event.assistant };
    case 'delta':
      return { ...next, text: turn.text + event.text };
    case 'tool_call':
      return { ...next, toolCalls: [...turn.toolCalls, event.call] };
    case 'confirmation':
      return { ...next, confirmation: event.confirmation };
    case 'done':
      return { ...next, state: 'done', text: event.response, toolCalls: event.toolCalls, messageId: event.messageId };
    case 'error':
      if (event.code === 'CANCELLED') return { ...next, state: 'cancelled' };
      return { ...next, state: 'failed', failure: { code: 'assistant', detail: event.code } };
    default:
      return event satisfies never;
  }
}

/** The finished answer as the message that it is from now on. */
export function messageOf(turn: Turn, createdAt: string): ChatMessage | undefined {
  if (turn.state !== 'done' || turn.messageId === undefined) return undefined;
  return { id: turn.messageId, role: 'assistant', content: turn.text, toolCalls: turn.toolCalls, createdAt };
}
