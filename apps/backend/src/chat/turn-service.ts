import type { Identity } from '@todo/auth';
import type { Lifecycle, Logger } from '@todo/service';
import type { ConfirmationStore, ConversationStore, IdempotencyStore, TurnStore } from '@todo/todo-db';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Assistant } from '../assistant/assistant.ts';
import { cancelledDeletion, confirmedDeletion } from '../assistant/confirmed-deletion.ts';
import type { ToolSource } from '../assistant/tools/mcp-tools.ts';
import { ApiProblem, notFound } from '../http/api-problem.ts';
import { keepAnswer, takeKey } from '../http/idempotency-key.ts';
import { beginTurn, type BegunTurn } from './begin-turn.ts';
import type { ChatRequest } from './chat-request.ts';
import { createConfirmations } from './confirmations.ts';
import type { ConfirmationRequired } from './events.ts';
import { titleFrom } from './title-from.ts';
import { createTurnHub, type TurnHub } from './turn-hub.ts';

/** What the chat stands on. */
export interface ChatOptions {
  readonly conversations: ConversationStore;
  readonly turns: TurnStore;
  readonly confirmations: ConfirmationStore;
  readonly keys: IdempotencyStore;
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

/** A turn that a request is answered with. */
export interface AnsweringTurn extends StartedTurn {
  /** Whether an earlier request with the same key started it. */
  readonly repeated: boolean;
}

/** Turns of the chat, on this replica and as seen from it. */
export interface Chat {
  readonly hub: TurnHub;
  /** Aborted when streams should end. */
  readonly closing: AbortSignal;
  /**
   * Stores the message and starts the turn; it runs on whatever becomes of the request.
   *
   * @param key whoever says the same with the same key again, on any replica, gets the same turn
   * @throws ApiProblem 409 while the first one is on its way to its turn, 422 when the key was used for something else
   */
  start(identity: Identity, request: ChatRequest, key?: string): Promise<AnsweringTurn>;
  /** Stops a turn, on whatever replica it runs; false when this user has no such turn. */
  cancel(userId: string, turnId: string): Promise<boolean>;
  /** The question that a conversation still waits with. */
  pending(userId: string, conversationId: number): Promise<ConfirmationRequired | undefined>;
  /** Waits for the turns that run here, as long as the platform lets it, and ends the rest. */
  close(): Promise<void>;
}

const HISTORY_MESSAGES = 20;
/** One for both routes: who asks for the whole answer after a stream that broke means the same turn. */
const ANY_CHAT = 'POST /api/{user_id}/chat';
/** More than this many turns at once, and a replica says that it is busy: each holds a model's connection. */
const MAX_RUNS = 500;
/** An ingress gives up on a request that says nothing for 60 s, as one for a whole answer does: it has to come before. */
const TURN_SECONDS = 50;
const ABANDON_SECONDS = 30;
/** What is left of Kubernetes' grace period after the drain and the closing of connections. */
const CLOSE_MILLISECONDS = 20_000;
const NO_MORE_MILLISECONDS = 1000;

/** The chat of one replica. */
export function createChat(options: ChatOptions): Chat {
  const { conversations, turns, keys, assistant, tools, lifecycle, logger } = options;
  const { turnSeconds = TURN_SECONDS, abandonSeconds = ABANDON_SECONDS } = options;
  const confirmations = createConfirmations(options.confirmations, options.signingKey);
  const hub = createTurnHub({ turns, logger, abandonSeconds });

  const ground = { turns, conversations, confirmations, hub, logger, tools, assistant: assistant.kind, turnSeconds };

  const say = async (identity: Identity, request: Extract<ChatRequest, { message: string }>): Promise<BegunTurn> => {
    const { userId } = identity;
    const { message: content, time_zone: timeZone = 'UTC' } = request;
    const conversationId = request.conversation_id ?? (await conversations.create(userId, titleFrom(content))).id;
    const before = await conversations.lastMessages(userId, conversationId, HISTORY_MESSAGES - 1);
    await remember(userId, conversationId, content);
    const history = [...before, { role: 'user' as const, content, tool_calls: [] }];
    const reply: Assistant['reply'] = (turn) => assistant.reply(turn);
    return beginTurn(ground, { identity, conversationId, reply, gated: true, history, timeZone });
  };

  const decide = async (
    identity: Identity,
    { conversation_id: conversationId, confirm_token, decision }: Extract<ChatRequest, { confirm_token: string }>,
  ): Promise<BegunTurn> => {
    const { userId } = identity;
    const tasks = await confirmations.redeem({ userId, conversationId }, confirm_token);
    await remember(userId, conversationId, decision === 'confirm' ? 'Yes, delete them.' : 'No, keep them.');
    const reply = decision === 'confirm' ? confirmedDeletion(tasks) : cancelledDeletion;
    const nothing = { history: [], timeZone: 'UTC' };
    return beginTurn(ground, { identity, conversationId, reply, gated: false, ...nothing });
  };

  const remember = async (userId: string, conversationId: number, content: string): Promise<void> => {
    const stored = await conversations.append(userId, conversationId, { role: 'user', content });
    // Deleted between the check and now.
    if (!stored) throw notFound('conversation');
  };

  const begin = async (identity: Identity, request: ChatRequest): Promise<BegunTurn> => {
    if (hub.runs.size >= MAX_RUNS) throw busy();
    const given = request.conversation_id;
    if (given !== undefined && !(await conversations.get(identity.userId, given))) throw notFound('conversation');
    return 'message' in request ? say(identity, request) : decide(identity, request);
  };

  const startOnce = async (identity: Identity, request: ChatRequest, key: string): Promise<AnsweringTurn> => {
    const { userId } = identity;
    const keyed = { userId, key, route: ANY_CHAT, content: request };
    const kept = await takeKey(keys, keyed);
    if (kept) {
      const turn = kept.body as StartedTurn;
      // It went with its conversation.
      if (!(await turns.get(userId, turn.turnId))) throw notFound('conversation');
      return { ...turn, repeated: true };
    }
    const { run, ...turn } = await keepAnswer(
      keys,
      keyed,
      () => begin(identity, request),
      ({ turnId, conversationId }) => ({ status: 200, body: { turnId, conversationId } satisfies StartedTurn }),
    );
    run();
    return { ...turn, repeated: false };
  };

  return {
    hub,
    closing: lifecycle.closing,
    async start(identity, request, key) {
      // A key that is made within a transaction would be lost with it, and remembered here all the same.
      if ('confirm_token' in request) await options.signingKey();
      if (key !== undefined) return startOnce(identity, request, key);
      const { run, ...turn } = await begin(identity, request);
      run();
      return { ...turn, repeated: false };
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

function busy(): ApiProblem {
  const detail = 'Too many answers are being written right now.';
  return new ApiProblem(503, 'UNAVAILABLE', { title: 'Service unavailable', detail, headers: { 'retry-after': '2' } });
}
