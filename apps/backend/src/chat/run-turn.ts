import { describeError, type Logger } from '@todo/service';
import { DatabaseUnavailable, type ConversationStore } from '@todo/todo-db';
import { AssistantError } from '../assistant/assistant-error.ts';
import type { AssistantEvent, ToolCallRecord } from '../assistant/assistant.ts';
import { ToolsUnavailable } from '../assistant/tools/tools-unavailable.ts';
import type { EventLog } from './event-log.ts';
import type { ConfirmationRequired, TurnErrorCode } from './events.ts';
import { iterateUntil } from './iterate-until.ts';
import { persistently } from './persistently.ts';
import { keptCall } from './kept-call.ts';
import { TurnStopped } from './turn-stopped.ts';

/** One turn, from its first event to its stored message. */
export interface TurnWork {
  readonly userId: string;
  readonly conversationId: number;
  readonly reply: AsyncIterable<AssistantEvent>;
  readonly log: EventLog;
  readonly conversations: Pick<ConversationStore, 'append' | 'lastMessages'>;
  /** Makes the single-use token for what the assistant, or the deletion gate, wants to ask. */
  readonly confirm: (wish: Extract<AssistantEvent, { type: 'confirmation' }>) => Promise<ConfirmationRequired>;
  /** What the gate held back, as a question; asked when the reply is over. */
  readonly heldBack: () => Extract<AssistantEvent, { type: 'confirmation' }> | undefined;
  readonly isHeld: (call: ToolCallRecord) => boolean;
  readonly signal: AbortSignal;
  readonly logger: Logger;
}

/** More than any answer needs; a model that does not stop must not fill memory and database. */
const MAX_ANSWER_CHARACTERS = 20_000;

/** How long the database may be away when the answer is whole. */
const STORE_MILLISECONDS = 30_000;

const told: Readonly<Record<TurnErrorCode, string>> = {
  ASSISTANT_UNAVAILABLE:
    'The assistant can’t answer right now. Your tasks are safe and can be used as usual; please ask again in a moment.',
  TOOLS_UNAVAILABLE: 'The assistant can’t reach your tasks right now. Nothing is lost; please ask again in a moment.',
  OUT_OF_TIME: 'The answer took too long and was stopped. Please ask again, or for less at once.',
  CANCELLED: 'Stopped.',
  ABANDONED: 'The answer was stopped because nobody was connected to read it.',
  INTERRUPTED: 'The answer was interrupted because the server restarts. Please ask again.',
  INTERNAL: 'Something went wrong on our side. Your tasks are safe; please ask again.',
};

/**
 * Runs a reply to its end: events become rows as they come, and whatever was said and done is stored as the assistant's message,
 * also when the reply breaks off. Never throws: a failure is the turn's last event.
 */
export async function runTurn(work: TurnWork): Promise<void> {
  const { log, signal, logger } = work;
  const answer = { text: '', calls: [] as ToolCallRecord[] };
  try {
    await converse(work, answer);
    const messageId = await storeAnswer(work, answer);
    const data = { conversation_id: work.conversationId, message_id: messageId, response: answer.text };
    await log.end('done', { event: 'done', data: { ...data, tool_calls: answer.calls } });
  } catch (error) {
    const code = codeOf(signal.aborted ? signal.reason : error);
    if (code === 'INTERNAL') logger.error('a turn failed', describeError(error));
    else
      logger.info('a turn ended early', {
        code,
        ...describeError(error instanceof Error ? (error.cause ?? error) : error),
      });
    await giveUp(work, answer, code).catch((failure: unknown) =>
      logger.warn('the end of a turn could not be stored', describeError(failure)),
    );
  }
}

async function converse(work: TurnWork, answer: { text: string; calls: ToolCallRecord[] }): Promise<void> {
  const { reply, log, signal, confirm, heldBack, isHeld } = work;
  const say = (text: string): void => {
    const storable = text.replaceAll('\0', '').slice(0, MAX_ANSWER_CHARACTERS - answer.text.length);
    if (storable === '') return;
    answer.text += storable;
    log.add({ event: 'delta', data: { text: storable } });
  };
  const ask = async (wish: Extract<AssistantEvent, { type: 'confirmation' }>): Promise<void> => {
    if (answer.text === '') say(wish.message);
    log.add({ event: 'confirmation', data: await confirm(wish) });
  };
  for await (const event of iterateUntil(reply, signal)) {
    if (event.type === 'delta') say(event.text);
    else if (event.type === 'confirmation') await ask(event);
    else if (!isHeld(event.call)) {
      const call = keptCall(event.call);
      answer.calls.push(call);
      log.add({ event: 'tool_call', data: call });
    }
    if (answer.text.length >= MAX_ANSWER_CHARACTERS) break;
  }
  const wish = heldBack();
  if (wish) await ask(wish);
}

/** @returns the number of the message */
async function storeAnswer(work: TurnWork, answer: { text: string; calls: ToolCallRecord[] }): Promise<number> {
  const { conversations, userId, conversationId } = work;
  const message = { role: 'assistant' as const, content: answer.text.toWellFormed(), tool_calls: answer.calls };
  const stored = await persistently(() => conversations.append(userId, conversationId, message), {
    until: Date.now() + STORE_MILLISECONDS,
    done: async () => {
      const [last] = await conversations.lastMessages(userId, conversationId, 1);
      return last?.role === 'assistant' && last.content === message.content ? last : undefined;
    },
  });
  if (!stored) throw new TurnStopped('CANCELLED');
  return stored.id;
}

/** Says what happened, in the history too: the next turn's assistant should know what was done before it broke off. */
async function giveUp(
  work: TurnWork,
  answer: { text: string; calls: ToolCallRecord[] },
  code: TurnErrorCode,
): Promise<void> {
  const message = told[code];
  const text = answer.text.trim() === '' ? message : `${answer.text.trimEnd()}\n\n${message}`;
  const failed = { event: 'error', data: { code, message } } as const;
  try {
    await storeAnswer(work, { text, calls: answer.calls });
  } finally {
    await work.log.end(code === 'CANCELLED' ? 'cancelled' : 'failed', failed);
  }
}

function codeOf(error: unknown): TurnErrorCode {
  if (error instanceof TurnStopped || error instanceof AssistantError) return error.code;
  if (error instanceof ToolsUnavailable || error instanceof DatabaseUnavailable) return 'TOOLS_UNAVAILABLE';
  return 'INTERNAL';
}
