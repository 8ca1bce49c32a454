import { conversation, conversationId, conversationTitle, message } from '@todo/todo';
import type { ConversationStore } from '@todo/todo-db';
import * as z from 'zod';
import { notFound } from '../http/api-problem.ts';
import { integerParameter } from '../http/parameters.ts';
import { route, type Route, type RouteResponse } from '../http/route.ts';

const path = z.object({ conversation_id: integerParameter(conversationId) });
const page = z.strictObject({
  skip: integerParameter(z.int().min(0).default(0).describe('How many conversations to leave out.')),
  limit: integerParameter(z.int().min(1).max(100).default(20).describe('How many to give at most.')),
});
const messagePage = z.strictObject({
  before: integerParameter(z.int().positive().optional().describe('Only messages before the one with this number.')),
  limit: integerParameter(z.int().min(1).max(200).default(50).describe('How many to give at most.')),
});

const NEW_TITLE = 'New conversation';
const created = z.strictObject({ title: conversationTitle.default(NEW_TITLE) }).meta({ id: 'NewConversation' });
const renamed = z.strictObject({ title: conversationTitle }).meta({ id: 'ConversationChange' });

const conversationJson = conversation.meta({ id: 'Conversation' });
const messageJson = message.meta({ id: 'Message' });
const one: RouteResponse = { description: 'The conversation.', schema: conversationJson };
const none: RouteResponse = { description: 'This user has no such conversation.' };
const NAME = 'conversation';

/** The routes of conversations. */
export function conversationRoutes(store: ConversationStore): readonly Route[] {
  return [
    route({
      method: 'get',
      path: '/api/{user_id}/conversations',
      id: 'listConversations',
      tag: 'Conversations',
      summary: 'List conversations, the latest first',
      rate: 'read',
      query: page,
      responses: {
        200: {
          description: 'A page of conversations.',
          schema: z
            .strictObject({ conversations: z.array(conversationJson), total: z.int().min(0) })
            .meta({ id: 'ConversationPage' }),
        },
      },
      handler: async ({ identity, query, c }) => c.json(await store.list(identity.userId, query)),
    }),
    route({
      method: 'post',
      path: '/api/{user_id}/conversations',
      id: 'addConversation',
      tag: 'Conversations',
      summary: 'Begin a conversation',
      rate: 'write',
      idempotent: true,
      body: created,
      responses: {
        201: { ...one, headers: { location: 'The address of the conversation.' } },
      },
      handler: async ({ identity, body, c }) => {
        const added = await store.create(identity.userId, body.title);
        const location = `/api/${encodeURIComponent(identity.userId)}/conversations/${added.id}`;
        return c.json(added, 201, { location });
      },
    }),
    route({
      method: 'get',
      path: '/api/{user_id}/conversations/{conversation_id}',
      id: 'getConversation',
      tag: 'Conversations',
      summary: 'Read what a conversation is called',
      rate: 'read',
      params: path,
      responses: { 200: one, 404: none },
      handler: async ({ identity, params, c }) => {
        const found = await store.get(identity.userId, params.conversation_id);
        if (!found) throw notFound(NAME);
        return c.json(found);
      },
    }),
    route({
      method: 'put',
      path: '/api/{user_id}/conversations/{conversation_id}',
      id: 'renameConversation',
      tag: 'Conversations',
      summary: 'Rename a conversation',
      rate: 'write',
      params: path,
      body: renamed,
      responses: { 200: one, 404: none },
      handler: async ({ identity, params, body, c }) => {
        const found = await store.rename(identity.userId, params.conversation_id, body.title);
        if (!found) throw notFound(NAME);
        return c.json(found);
      },
    }),
    route({
      method: 'delete',
      path: '/api/{user_id}/conversations/{conversation_id}',
      id: 'deleteConversation',
      tag: 'Conversations',
      summary: 'Delete a conversation with its messages for good',
      rate: 'write',
      params: path,
      responses: { 204: { description: 'The conversation is gone.' }, 404: none },
      handler: async ({ identity, params, c }) => {
        if (!(await store.remove(identity.userId, params.conversation_id))) throw notFound(NAME);
        return c.body(null, 204);
      },
    }),
    route({
      method: 'get',
      path: '/api/{user_id}/conversations/{conversation_id}/messages',
      id: 'listMessages',
      tag: 'Conversations',
      summary: 'Read messages, by pages from the end',
      rate: 'read',
      params: path,
      query: messagePage,
      responses: {
        200: {
          description: 'Messages, oldest first.',
          schema: z.strictObject({ messages: z.array(messageJson) }).meta({ id: 'MessagePage' }),
        },
        404: none,
      },
      handler: async ({ identity, params, query, c }) => {
        const { userId } = identity;
        if (!(await store.get(userId, params.conversation_id))) throw notFound(NAME);
        return c.json({ messages: await store.messages(userId, params.conversation_id, query) });
      },
    }),
  ];
}
