import type { NamedTask, ToolCallRecord } from '../assistant/assistant.ts';

/** What asks a person before several tasks are deleted. */
export interface ConfirmationRequired {
  readonly action: 'delete_tasks';
  readonly message: string;
  readonly affected_items: readonly NamedTask[];
  /** Single-use; sent back with `decision`. */
  readonly confirm_token: string;
  readonly expires_at: string;
}

/** What can end a turn before its answer is whole. */
export type TurnErrorCode =
  /** The model is away, refuses, or answers what nobody can read. */
  | 'ASSISTANT_UNAVAILABLE'
  /** The tools, and with them the tasks, can't be reached by the assistant. */
  | 'TOOLS_UNAVAILABLE'
  | 'OUT_OF_TIME'
  | 'CANCELLED'
  /** Nobody listened for half a minute. */
  | 'ABANDONED'
  /** The replica that worked on it ended. */
  | 'INTERRUPTED'
  | 'INTERNAL';

/** The events of a turn, in the order in which they may come: `done` or `error` is the last one. */
export type TurnEvent =
  | {
      readonly event: 'conversation';
      readonly data: {
        readonly conversation_id: number;
        readonly turn_id: string;
        /** The person is told when it is the offline rules that answer. */
        readonly assistant: 'openai' | 'offline';
      };
    }
  | { readonly event: 'delta'; readonly data: { readonly text: string } }
  | { readonly event: 'tool_call'; readonly data: ToolCallRecord }
  | { readonly event: 'confirmation'; readonly data: ConfirmationRequired }
  | {
      readonly event: 'done';
      readonly data: {
        readonly conversation_id: number;
        readonly message_id: number;
        readonly response: string;
        readonly tool_calls: readonly ToolCallRecord[];
      };
    }
  | { readonly event: 'error'; readonly data: { readonly code: TurnErrorCode; readonly message: string } };

/** An event as a row: numbered from 1 within its turn. */
export interface StoredEvent {
  readonly seq: number;
  readonly event: string;
  readonly data: unknown;
}

/** Whether nothing comes after this event. */
export function isLast({ event }: Pick<StoredEvent, 'event'>): boolean {
  return event === 'done' || event === 'error';
}
