import type { ChatAnswer } from './chat-request.ts';
import type { ConfirmationRequired, StoredEvent, TurnEvent } from './events.ts';
import type { Follower } from './follower.ts';

/** How often a waiting request looks whether its client is still there. */
const LOOK_MILLISECONDS = 1000;

/**
 * Reads a turn to its end.
 *
 * @returns undefined when the reading ended before the turn did, or the client left
 */
export async function wholeAnswer(
  follower: Follower,
  conversationId: number,
  signal: AbortSignal,
): Promise<ChatAnswer | undefined> {
  const answer = { conversation_id: conversationId, response: '', tool_calls: [] as ChatAnswer['tool_calls'] };
  let question: Pick<ChatAnswer, 'confirmation_required'> = {};
  while (!signal.aborted) {
    const rows = await follower.read(LOOK_MILLISECONDS);
    if (!rows) return undefined;
    for (const row of rows.map(asEvent)) {
      if (row.event === 'delta') answer.response += row.data.text;
      else if (row.event === 'tool_call') answer.tool_calls.push({ ...row.data });
      else if (row.event === 'confirmation') question = { confirmation_required: asked(row.data) };
      else if (row.event === 'done') return { ...answer, ...question };
      else if (row.event === 'error') return failed({ ...answer, ...question }, row.data);
    }
  }
  return undefined;
}

function failed(answer: ChatAnswer, error: { readonly code: string; readonly message: string }): ChatAnswer {
  const response = answer.response.trim() === '' ? error.message : `${answer.response.trimEnd()}\n\n${error.message}`;
  return { ...answer, response, error };
}

/** Rows are what this service wrote: they are trusted to have the shape of their event. */
function asEvent({ event, data }: StoredEvent): TurnEvent {
  return { event, data } as TurnEvent;
}

function asked(question: ConfirmationRequired): NonNullable<ChatAnswer['confirmation_required']> {
  return { ...question, affected_items: [...question.affected_items] };
}
