import type { Identity } from '@todo/auth';
import type { Lifecycle, Logger } from '@todo/service';
import type { ConfirmationStore, ConversationStore, TurnStore } from '@todo/todo-db';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Assistant, AssistantEvent, AssistantTurn, NamedTask } from '../assistant/assistant.ts';
import { cancelledDeletion, confirmedDeletion } from '../assistant/confirmed-deletion.ts';
import { gateDeletions } from '../assistant/tools/deletion-gate.ts';
import type { ToolSource } from '../assistant/tools/mcp-tools.ts';
import { ApiProblem, notFound } from '../http/api-problem.ts';
import type { ChatRequest } from './chat-request.ts';
import { createConfirmations } from './confirmations.ts';
import { eventLog } from './event-log.ts';
import type { ConfirmationRequired } from './events.ts';
import { runTurn } from './run-turn.ts';
import { titleFrom } from './title-from.ts';
import { createTurnHub, type Run, type TurnHub } from './turn-hub.ts';
import { TurnStopped } from './turn-stopped.ts';

/** What the chat stands on. */
export interface ChatOptions {
  readonly conversations: ConversationStore;
  readonly turns: TurnStore;
  readonly confirmations: ConfirmationStore;
  /** The key that signs confirmations, common to all replicas. */
  readonly signingKey: () => Promise<Uint8Array>;
  readonly assistant: Assistant;
  readonly tools: ToolSource;
  /** Streams end when it is closing: what is missing is read through another replica. */
  readonly lifecycle: Pick<Lifecycle, 'closing'>;
  readonly logger: Logger;
  /** Seconds that a turn may take. */
  readonly turnSeconds?: number;
  /** Seconds that a turn may go on without a reader. */
  readonly abandonSeconds?: number;
}

/** A turn that began. */
export interface StartedTurn {
  readonly turnId: string;
  readonly conversationId: number;
}

/** Turns of the chat, on this replica and as seen from it. */
export interface Chat {
  readonly hub: TurnHub;
  /** Aborted when streams should end. */
  readonly closing: AbortSignal;
  /** Stores the message and starts the turn; it runs on whatever becomes of the request. */
  start(identity: Identity, request: ChatRequest): Promise<StartedTurn>;
  /** Stops a turn, on whatever replica it runs; false when this user has no such turn. */
  cancel(userId: string, turnId: string): Promise<boolean>;
  /** The question that a conversation still waits with. */
  pending(userId: string, conversationId: number): Promise<ConfirmationRequired | undefined>;
  /** Waits for the turns that run here, as long as the platform lets it, and ends the rest. */
  close(): Promise<void>;
}

const HISTORY_MESSAGES = 20;
/** More than this many turns at once, and a replica says that it is busy: each holds a model's connection. */
const MAX_RUNS = 500;
const TURN_SECONDS = 60;
const ABANDON_SECONDS = 30;
/** What is left of Kubernetes' grace period after the drain and the closing of connections. */
const CLOSE_MILLISECONDS = 10_000;
/** The row's deadline is later than the turn's own: its replica, while it lives, ends the turn itself. */
const LATER_MILLISECONDS = 5000;
const NO_MORE_MILLISECONDS = 1000;

/** The chat of one replica. */
export function createChat(options: ChatOptions): Chat {
  const { conversations, turns, assistant, tools, lifecycle, logger } = options;
  const { turnSeconds = TURN_SECONDS, abandonSeconds = ABANDON_SECONDS } = options;
  const confirmations = createConfirmations(options.confirmations, options.signingKey);
  const hub = createTurnHub({ turns, logger, abandonSeconds });

  const begin = async (
    identity: Identity,
    conversationId: number,
    work: { readonly reply: Assistant['reply']; readonly gated: boolean } & Pick<AssistantTurn, 'history' | 'timeZone'>,
  ): Promise<StartedTurn> => {
    const { userId, token } = identity;
    const endsAt = Date.now() + turnSeconds * 1000;
    const deadlineAt = new Date(endsAt + LATER_MILLISECONDS);
    const { id: turnId } = await turns.start({ userId, conversationId, deadlineAt });
    const controller = new AbortController();
    const { signal } = controller;
    const stop: Run['stop'] = (code) => controller.abort(new TurnStopped(code));
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
    const named = { conversation_id: conversationId, turn_id: turnId, assistant: assistant.kind };
    log.add({ event: 'conversation', data: named });
    const own = tools({ userId, token, signal });
    const gate = gateDeletions(own);
    const { history, timeZone } = work;
    const reply = work.reply({ history, timeZone, tools: work.gated ? gate : own, now: new Date(), signal });
    void runTurn({
      userId,
      conversationId,
      reply,
      log,
      conversations,
      confirm: (wish) => confirmations.create({ userId, conversationId }, wish),
      heldBack: () => (gate.held.length > 0 ? questionAbout(gate.held) : undefined),
      isHeld: (call) => gate.isHeld(call),
      signal,
      logger,
    }).finally(() => {
      clearTimeout(timer);
      hub.remove(turnId);
      // Whatever still waits for a model or a tool is let go.
      stop('INTERRUPTED');
    });
    return { turnId, conversationId };
  };

  const say = async (identity: Identity, request: Extract<ChatRequest, { message: string }>): Promise<StartedTurn> => {
    const { userId } = identity;
    const { message: content, time_zone: timeZone = 'UTC' } = request;
    const conversationId = request.conversation_id ?? (await conversations.create(userId, titleFrom(content))).id;
    const before = await conversations.lastMessages(userId, conversationId, HISTORY_MESSAGES - 1);
    await remember(userId, conversationId, content);
    const history = [...before, { role: 'user' as const, content, tool_calls: [] }];
    return begin(identity, conversationId, { reply: (turn) => assistant.reply(turn), gated: true, history, timeZone });
  };

  const decide = async (
    identity: Identity,
    { conversation_id, confirm_token, decision }: Extract<ChatRequest, { confirm_token: string }>,
  ): Promise<StartedTurn> => {
    const { userId } = identity;
    const tasks = await confirmations.redeem({ userId, conversationId: conversation_id }, confirm_token);
    await remember(userId, conversation_id, decision === 'confirm' ? 'Yes, delete them.' : 'No, keep them.');
    const reply = decision === 'confirm' ? confirmedDeletion(tasks) : cancelledDeletion;
    return begin(identity, conversation_id, { reply, gated: false, history: [], timeZone: 'UTC' });
  };

  const remember = async (userId: string, conversationId: number, content: string): Promise<void> => {
    const stored = await conversations.append(userId, conversationId, { role: 'user', content });
    // Deleted between the check and now.
    if (!stored) throw notFound('conversation');
  };

  return {
    hub,
    closing: lifecycle.closing,
    async start(identity, request) {
      if (hub.runs.size >= MAX_RUNS) throw busy();
      const given = request.conversation_id;
      if (given !== undefined && !(await conversations.get(identity.userId, given))) throw notFound('conversation');
      return 'message' in request ? say(identity, request) : decide(identity, request);
    },
    async cancel(userId, turnId) {
      const found = await turns.requestCancel(userId, turnId);
      if (found) hub.runs.get(turnId)?.stop('CANCELLED');
      return found;
    },
    pending: (userId, conversationId) => confirmations.pending({ userId, conversationId }),
    async close() {
      const until = Date.now() + CLOSE_MILLISECONDS;
      while (hub.runs.size > 0 && Date.now() < until) await sleep(50);
      for (const run of hub.runs.values()) run.stop('INTERRUPTED');
      const last = Date.now() + NO_MORE_MILLISECONDS;
      while (hub.runs.size > 0 && Date.now() < last) await sleep(20);
      hub.close();
    },
  };
}

function questionAbout(tasks: readonly NamedTask[]): Extract<AssistantEvent, { type: 'confirmation' }> {
  const what = tasks.length === 1 ? 'one more task' : `${tasks.length} tasks`;
  return { type: 'confirmation', action: 'delete_tasks', message: `Delete ${what}? This can’t be undone.`, tasks };
}

function busy(): ApiProblem {
  const detail = 'Too many answers are being written right now.';
  return new ApiProblem(503, 'UNAVAILABLE', { title: 'Service unavailable', detail, headers: { 'retry-after': '2' } });
}
