/** One act of the assistant on the tasks, as the backend reports it. */
export interface ToolCall {
  readonly tool: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly result: unknown;
  readonly durationMs: number;
  readonly isError: boolean;
}

/** A question of the assistant that a button answers; good for one answer, until it expires. */
export interface Confirmation {
  readonly action: string;
  readonly message: string;
  readonly affectedItems: readonly { readonly id: number; readonly title: string }[];
  readonly confirmToken: string;
  /** ISO 8601. */
  readonly expiresAt: string;
}

/** A conversation as the list shows it. */
export interface Conversation {
  readonly id: number;
  readonly title: string;
  /** ISO 8601. */
  readonly updatedAt: string;
}

/** What was said, by whom; `id` is negative until the backend has told its own. */
export interface ChatMessage {
  readonly id: number;
  readonly role: 'user' | 'assistant';
  readonly content: string;
  readonly toolCalls: readonly ToolCall[];
  /** ISO 8601. */
  readonly createdAt: string;
}

/** An event of a turn, parsed; `seq` orders the events of one turn and starts at 1. */
export type TurnEvent = { readonly turnId: string; readonly seq: number } & (
  | { readonly type: 'conversation'; readonly conversationId: number; readonly assistant: string | undefined }
  | { readonly type: 'delta'; readonly text: string }
  | { readonly type: 'tool_call'; readonly call: ToolCall }
  | { readonly type: 'confirmation'; readonly confirmation: Confirmation }
  | {
      readonly type: 'done';
      readonly messageId: number;
      readonly response: string;
      readonly toolCalls: readonly ToolCall[];
    }
  | { readonly type: 'error'; readonly code: string }
);
