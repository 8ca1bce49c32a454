import { conversationId, message } from '@todo/todo';
import type { ConversationStore, TurnStore } from '@todo/todo-db';
import * as z from 'zod';
import { ApiProblem, invalid, notFound } from '../http/api-problem.ts';
import { idempotencyKeyOf, REPLAYED } from '../http/idempotency-key.ts';
import { integerParameter } from '../http/parameters.ts';
import { route, type Route, type RouteResponse } from '../http/route.ts';
import { chatAnswer, chatRequest, confirmationRequired } from './chat-request.ts';
import { lastEventIdOf, SSE_HEADERS, sseStream } from './sse.ts';
import type { Chat } from './turn-service.ts';
import { wholeAnswer } from './whole-answer.ts';

/** What the routes of the chat stand on. */
export interface ChatRoutesOptions {
  readonly chat: Chat;
  readonly conversations: ConversationStore;
  readonly turns: Pick<TurnStore, 'get'>;
}

const HISTORY_DEFAULT = 50;
const historyQuery = z.strictObject({
  conversation_id: integerParameter(conversationId)
    .optional()
    .describe('Which conversation; the one that was used last unless given.'),
  limit: integerParameter(z.int().min(1).max(200))
    .default(HISTORY_DEFAULT)
    .describe('How many messages to give at most: the newest of those meant.'),
  before: integerParameter(z.int().positive()).optional().describe('Only messages before the one with this number.'),
});
const history = z.strictObject({
  conversation_id: conversationId.nullable().describe('null when there is no conversation yet.'),
  messages: z.array(message).describe('Oldest first.'),
  confirmation_required: confirmationRequired.optional(),
});
const turnPath = z.object({
  turn_id: z.uuid().toLowerCase().describe('The turn, as the event `conversation` names it.'),
});

/** OpenAPI 3.1 has no schema for a stream: what each event is, as a browser's `EventSource` gives it. */
const streamed = z.strictObject({
  id: z.string().optional(),
  event: z.enum(['conversation', 'delta', 'tool_call', 'confirmation', 'done', 'error']),
  data: z.string().describe('JSON.'),
});
const stream: RouteResponse = {
  description:
    'Server-sent events, `id: <turn_id>:<seq>`: `conversation {conversation_id, turn_id, assistant}`, `delta {text}`, `tool_call {tool, ' +
    'parameters, result, duration_ms, is_error}`, `confirmation {action, message, affected_items, confirm_token, expires_at}`, ' +
    'and at last `done {conversation_id, message_id, response, tool_calls}` or `error {code, message}`. A stream that ends ' +
    'without one of these two is read on with `GET …/chat/turns/{turn_id}/events`.',
  schema: streamed,
  contentType: 'text/event-stream',
};
const noConversation: RouteResponse = { description: 'This user has no such conversation.' };
const noTurn: RouteResponse = { description: 'This user has no such turn.' };
const conflict: RouteResponse = {
  description:
    'The confirmation was used before, or has expired; or a request with the same `Idempotency-Key` is still under way.',
};
const headers = {
  'idempotency-key':
    'Of your choice, 1 to 200 printable characters: the same request with the same key gives the same turn for a day, from ' +
    'its first event on, whichever of the two routes it is sent to.',
};

/** The routes of the chat. */
export function chatRoutes({ chat, conversations, turns }: ChatRoutesOptions): readonly Route[] {
  return [
    route({
      method: 'post',
      path: '/api/{user_id}/chat',
      id: 'chat',
      tag: 'Chat',
      summary: 'Say something to the assistant, and get its whole answer',
      description:
        'Bulk deletions are answered with `confirmation_required`: its token, sent back with a `decision`, carries them out or ' +
        'discards them.',
      rate: 'chat',
      body: chatRequest,
      headers,
      responses: { 200: { description: 'The answer.', schema: chatAnswer }, 404: noConversation, 409: conflict },
      handler: async ({ identity, body, c }) => {
        const { turnId, conversationId, repeated } = await chat.start(identity, body, idempotencyKeyOf(c));
        const reading = chat.hub.follow(turnId, 0);
        try {
          const answer = await wholeAnswer(reading.follower, conversationId, c.req.raw.signal);
          if (!answer) throw (await turns.get(identity.userId, turnId)) ? restarting() : notFound('conversation');
          return c.json(answer, 200, { 'cache-control': 'no-store', ...(repeated && REPLAYED) });
        } finally {
          reading.close();
        }
      },
    }),
    route({
      method: 'post',
      path: '/api/{user_id}/chat/stream',
      id: 'chatStream',
      tag: 'Chat',
      summary: 'Say something to the assistant, and get its answer as it comes',
      rate: 'chat',
      body: chatRequest,
      headers,
      responses: { 200: stream, 404: noConversation, 409: conflict },
      handler: async ({ identity, body, c }) => {
        const { turnId, repeated } = await chat.start(identity, body, idempotencyKeyOf(c));
        const all = { ...SSE_HEADERS, ...(repeated && REPLAYED) };
        return new Response(sseStream(chat.hub.follow(turnId, 0), chat.closing), { headers: all });
      },
    }),
    route({
      method: 'get',
      path: '/api/{user_id}/chat/turns/{turn_id}/events',
      id: 'followTurn',
      tag: 'Chat',
      summary: 'Read the events of a turn, on any replica: those that were, and those that come',
      rate: 'read',
      params: turnPath,
      headers: { 'last-event-id': 'Only what comes after this event.' },
      responses: { 200: stream, 404: noTurn },
      handler: async ({ identity, params: { turn_id }, c }) => {
        const after = lastEventIdOf(turn_id, c.req.header('last-event-id'));
        if (after === undefined)
          throw invalid([{ path: 'header.last-event-id', message: 'is not the id of an event of this turn' }]);
        if (!(await turns.get(identity.userId, turn_id))) throw notFound('turn');
        // Of a HEAD the body is thrown away, unread and uncancelled: its reader would stay forever.
        if (c.req.method === 'HEAD') return new Response(null, { headers: SSE_HEADERS });
        return new Response(sseStream(chat.hub.follow(turn_id, after), chat.closing), { headers: SSE_HEADERS });
      },
    }),
    route({
      method: 'post',
      path: '/api/{user_id}/chat/turns/{turn_id}/cancel',
      id: 'cancelTurn',
      tag: 'Chat',
      summary: 'Stop a turn, on whatever replica it runs',
      description: 'What was done stays done. The turn’s last event is `error` with the code `CANCELLED`.',
      rate: 'write',
      params: turnPath,
      responses: { 202: { description: 'The turn stops, or had ended.' }, 404: noTurn },
      handler: async ({ identity, params: { turn_id }, c }) => {
        if (!(await turns.get(identity.userId, turn_id))) throw notFound('turn');
        await chat.cancel(identity.userId, turn_id);
        return c.body(null, 202);
      },
    }),
    route({
      method: 'get',
      path: '/api/{user_id}/chat/history',
      id: 'chatHistory',
      tag: 'Chat',
      summary: 'Read what was said',
      rate: 'read',
      query: historyQuery,
      responses: { 200: { description: 'Messages, oldest first.', schema: history }, 404: noConversation },
      handler: async ({ identity: { userId }, query, c }) => {
        const id = query.conversation_id ?? (await lastUsed(conversations, userId));
        if (id === undefined) return c.json({ conversation_id: null, messages: [] });
        if (!(await conversations.get(userId, id))) throw notFound('conversation');
        const { limit, before } = query;
        const [messages, question] = await Promise.all([
          conversations.messages(userId, id, { limit, before }),
          before === undefined ? chat.pending(userId, id) : undefined,
        ]);
        return c.json({ conversation_id: id, messages, ...(question && { confirmation_required: question }) });
      },
    }),
  ];
}

async function lastUsed(store: ConversationStore, userId: string): Promise<number | undefined> {
  const { conversations } = await store.list(userId, { skip: 0, limit: 1 });
  return conversations[0]?.id;
}

/** The replica ends before the turn does; the turn itself goes on, or says in the history that it was interrupted. */
function restarting(): ApiProblem {
  const detail = 'The server restarts. The answer will be in the history of the conversation.';
  return new ApiProblem(503, 'UNAVAILABLE', { title: 'Service unavailable', detail, headers: { 'retry-after': '5' } });
}
