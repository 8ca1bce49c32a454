import type { Conversation, Message, ToolCallRecord } from '@todo/todo';
import { and, desc, eq, getTableColumns, lt, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { owned } from './owned.ts';
import { storable } from './storable.ts';
import { conversations, messages } from './schema/chat.ts';

/** What is said, to be kept. */
export interface NewMessage {
  readonly role: Message['role'];
  readonly content: string;
  readonly tool_calls?: readonly ToolCallRecord[];
}

/** Where conversations are kept. Every method sees those of one user alone, whatever number it is given. */
export interface ConversationStore {
  /** @throws TodoError USER_NOT_FOUND */
  create(userId: string, title: string): Promise<Conversation>;
  /** The one that was used last comes first. */
  list(
    userId: string,
    page: { readonly skip: number; readonly limit: number },
  ): Promise<{ readonly conversations: readonly Conversation[]; readonly total: number }>;
  get(userId: string, id: number): Promise<Conversation | undefined>;
  rename(userId: string, id: number, title: string): Promise<Conversation | undefined>;
  /** With its messages and turns; false when this user has no such conversation. */
  remove(userId: string, id: number): Promise<boolean>;
  /** The last ones, or the last ones before one, oldest first; none of a conversation that is not this user's. */
  messages(
    userId: string,
    id: number,
    part: { readonly before?: number | undefined; readonly limit: number },
  ): Promise<readonly Message[]>;
  /** undefined when this user has no such conversation. */
  append(userId: string, id: number, message: NewMessage): Promise<Message | undefined>;
  /** The last `count`, oldest first. */
  lastMessages(userId: string, id: number, count: number): Promise<readonly Message[]>;
}

const { user_id: _user, ...messageColumns } = getTableColumns(messages);

/** Conversations in Postgres. */
export function conversationStore(database: Database): ConversationStore {
  const own = (userId: string, id: number): SQL | undefined =>
    and(eq(conversations.user_id, userId), eq(conversations.id, id));
  const last: ConversationStore['messages'] = async (userId, id, { before, limit }) => {
    const older = before === undefined ? undefined : lt(messages.id, before);
    const where = and(eq(messages.conversation_id, id), eq(messages.user_id, userId), older);
    const rows = await database.run((orm) =>
      orm.select(messageColumns).from(messages).where(where).orderBy(desc(messages.id)).limit(limit),
    );
    return rows.toReversed().map(messageOf);
  };
  return {
    async create(userId, title) {
      const row = { user_id: userId, title };
      const [made] = await owned(
        'begin a conversation',
        database.run((orm) => orm.insert(conversations).values(row).returning()),
      );
      if (!made) throw new Error('INSERT … RETURNING gave no row');
      return made;
    },
    async list(userId, { skip, limit }) {
      const where = eq(conversations.user_id, userId);
      const [page, total] = await Promise.all([
        database.run((orm) =>
          orm
            .select()
            .from(conversations)
            .where(where)
            .orderBy(desc(conversations.updated_at), desc(conversations.id))
            .limit(limit)
            .offset(skip),
        ),
        database.run((orm) => orm.$count(conversations, where)),
      ]);
      return { conversations: page, total };
    },
    async get(userId, id) {
      const [found] = await database.run((orm) => orm.select().from(conversations).where(own(userId, id)));
      return found;
    },
    async rename(userId, id, title) {
      const row = { title, updated_at: sql`now()` };
      const [renamed] = await database.run((orm) =>
        orm.update(conversations).set(row).where(own(userId, id)).returning(),
      );
      return renamed;
    },
    async remove(userId, id) {
      const removed = await database.run((orm) =>
        orm.delete(conversations).where(own(userId, id)).returning({ id: conversations.id }),
      );
      return removed.length > 0;
    },
    messages: last,
    async append(userId, id, { role, content, tool_calls = [] }) {
      return database.transaction(async (orm) => {
        const used = { updated_at: sql`now()` };
        const found = await orm
          .update(conversations)
          .set(used)
          .where(own(userId, id))
          .returning({ id: conversations.id });
        if (found.length === 0) return undefined;
        const row = { conversation_id: id, user_id: userId, role, content: storable(content), tool_calls };
        const [added] = await orm.insert(messages).values(row).returning(messageColumns);
        return added && messageOf(added);
      });
    },
    lastMessages: (userId, id, count) => last(userId, id, { limit: count }),
  };
}

function messageOf(row: Omit<typeof messages.$inferSelect, 'user_id'>): Message {
  return { ...row, tool_calls: row.tool_calls as ToolCallRecord[] };
}
