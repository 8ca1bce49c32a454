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

/** A turn that has its row. */
export interface BegunTurn {
  readonly turnId: string;
  readonly conversationId: number;
  /** Starts the work, which then runs on by itself: events become rows, whoever reads along. */
  readonly run: () => void;
}

/** Gives a turn its row; it does nothing before `run`, so that the row may be part of a transaction. */
export async function beginTurn(ground: TurnGround, turn: NewTurn): Promise<BegunTurn> {
  const { conversationId } = turn;
  const endsAt = Date.now() + ground.turnSeconds * 1000;
  const deadlineAt = new Date(endsAt + LATER_MILLISECONDS);
  const { id: turnId } = await ground.turns.start({ userId: turn.identity.userId, conversationId, deadlineAt });
  return { turnId, conversationId, run: () => work(ground, turn, turnId, endsAt) };
}

function work(ground: TurnGround, turn: NewTurn, turnId: string, endsAt: number): void {
  const { turns, conversations, confirmations, hub, logger } = ground;
  const { conversationId, history, timeZone, gated } = turn;
  const { userId, token } = turn.identity;
  const controller = new AbortController();
  const { signal } = controller;
  const stop = (code: TurnErrorCode): void => controller.abort(new TurnStopped(code));
  const timer = setTimeout(() => stop('OUT_OF_TIME'), endsAt - Date.now());
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
}

function questionAbout(tasks: readonly NamedTask[]): Extract<AssistantEvent, { type: 'confirmation' }> {
  const what = tasks.length === 1 ? 'one more task' : `${tasks.length} tasks`;
  return { type: 'confirmation', action: 'delete_tasks', message: `Delete ${what}? This can’t be undone.`, tasks };
}
