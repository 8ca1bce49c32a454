import type { Identity } from '@todo/auth';
import type { Logger } from '@todo/service';
import type { ConversationStore, TurnStore } from '@todo/todo-db';
import type { Assistant, AssistantEvent, AssistantTurn, NamedTask } from '../assistant/assistant.ts';
import { gateDeletions } from '../assistant/tools/deletion-gate.ts';
import type { ToolSource } from '../assistant/tools/mcp-tools.ts';
import type { Confirmations } from './confirmations.ts';
import { eventLog } from './event-log.ts';
import { runTurn } from './run-turn.ts';
import type { TurnHub } from './turn-hub.ts';
import { TurnStopped } from './turn-stopped.ts';
import type { TurnErrorCode } from './events.ts';

/** What every turn of a replica stands on. */
export interface TurnGround {
  readonly turns: TurnStore;
  readonly conversations: ConversationStore;
  readonly confirmations: Confirmations;
  readonly tools: ToolSource;
  readonly hub: TurnHub;
  readonly logger: Logger;
  readonly assistant: Assistant['kind'];
  readonly turnSeconds: number;
}

/** What a turn is about. */
export interface NewTurn extends Pick<AssistantTurn, 'history' | 'timeZone'> {
  readonly identity: Identity;
  readonly conversationId: number;
  readonly reply: Assistant['reply'];
  /** Deletions beyond the first wait for a confirmation; not so when they are confirmed. */
  readonly gated: boolean;
}

/** The row's deadline is later than the turn's own: its replica, while it lives, ends the turn itself. */
const LATER_MILLISECONDS = 5000;

/**
 * Starts a turn, which then runs on by itself: events become rows, whoever reads along.
 *
 * @returns its id, as soon as it has a row
 */
export async function beginTurn(ground: TurnGround, turn: NewTurn): Promise<string> {
  const { turns, conversations, confirmations, hub, logger, turnSeconds } = ground;
  const { conversationId, history, timeZone, gated } = turn;
  const { userId, token } = turn.identity;
  const endsAt = Date.now() + turnSeconds * 1000;
  const deadlineAt = new Date(endsAt + LATER_MILLISECONDS);
  const { id: turnId } = await turns.start({ userId, conversationId, deadlineAt });
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (code: TurnErrorCode): void => controller.abort(new TurnStopped(code));
  const timer = setTimeout(() => stop('OUT_OF_TIME'), turnSeconds * 1000);
  hub.add({ turnId, lastSeq: 0, followedAt: Date.now(), stop });
  const log = eventLog({
    turnId,
    turns,
    stored: (row) => hub.stored(turnId, [row]),
    cancelled: () => stop('CANCELLED'),
    lost: () => stop('INTERNAL'),
    giveUpAt: endsAt,
  });
  const named = { conversation_id: conversationId, turn_id: turnId, assistant: ground.assistant };
  log.add({ event: 'conversation', data: named });
  const own = ground.tools({ userId, token, signal });
  const gate = gateDeletions(own);
  const running = runTurn({
    userId,
    conversationId,
    reply: turn.reply({ history, timeZone, tools: gated ? gate : own, now: new Date(), signal }),
    log,
    conversations,
    confirm: (wish) => confirmations.create({ userId, conversationId }, wish),
    heldBack: () => (gate.held.length > 0 ? questionAbout(gate.held) : undefined),
    isHeld: (call) => gate.isHeld(call),
    signal,
    logger,
  });
  void running.finally(() => {
    clearTimeout(timer);
    hub.remove(turnId);
    // Whatever still waits for a model or a tool is let go.
    stop('INTERRUPTED');
  });
  return turnId;
}

function questionAbout(tasks: readonly NamedTask[]): Extract<AssistantEvent, { type: 'confirmation' }> {
  const what = tasks.length === 1 ? 'one more task' : `${tasks.length} tasks`;
  return { type: 'confirmation', action: 'delete_tasks', message: `Delete ${what}? This can’t be undone.`, tasks };
}
