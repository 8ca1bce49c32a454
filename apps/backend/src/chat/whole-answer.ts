import type { ChatAnswer } from './chat-request.ts';
import type { StoredEvent } from './events.ts';
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
    for (const row of rows) {
      if (row.event === 'delta') answer.response += dataOf<{ text: string }>(row).text;
      else if (row.event === 'tool_call') answer.tool_calls.push(dataOf(row));
      else if (row.event === 'confirmation') question = { confirmation_required: dataOf(row) };
      else if (row.event === 'done') return { ...answer, ...question };
      else if (row.event === 'error') return failed({ ...answer, ...question }, dataOf(row));
    }
  }
  return undefined;
}

function failed(answer: ChatAnswer, error: { readonly code: string; readonly message: string }): ChatAnswer {
  const response = answer.response.trim() === '' ? error.message : `${answer.response.trimEnd()}\n\n${error.message}`;
  return { ...answer, response, error };
}

/** Rows are what this service wrote: their data is trusted to have the shape of their event. */
function dataOf<T>({ data }: StoredEvent): T {
  return data as T;
}
