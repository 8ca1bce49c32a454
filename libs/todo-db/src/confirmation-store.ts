import { randomUUID } from 'node:crypto';
import { and, desc, eq, gt, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { owned } from './owned.ts';
import { confirmations } from './schema/chat.ts';
import { isUuid } from './uuid.ts';

/** What the assistant asks a person's word for. */
export interface NewConfirmation {
  readonly userId: string;
  readonly conversationId: number;
  readonly action: string;
  /** Any JSON value but undefined. */
  readonly payload: unknown;
  readonly expiresAt: Date;
}

/** What still waits for a person's word. */
export interface OpenConfirmation {
  readonly id: string;
  readonly payload: unknown;
  readonly expiresAt: Date;
}

/** Where it is kept what may be done once, after a person said so. */
export interface ConfirmationStore {
  /** @throws TodoError USER_NOT_FOUND, CONVERSATION_NOT_FOUND */
  create(confirmation: NewConfirmation): Promise<{ readonly id: string }>;
  /**
   * Takes the confirmation: of any number of uses at once one gets the payload.
   *
   * @returns undefined when it is used, expired, somebody else's or of another conversation
   */
  use(userId: string, conversationId: number, id: string): Promise<unknown>;
  /** The newest of a conversation that can still be used, for who comes back to it; undefined when there is none. */
  open(userId: string, conversationId: number): Promise<OpenConfirmation | undefined>;
}

/** Confirmations in Postgres. */
export function confirmationStore(database: Database): ConfirmationStore {
  return {
    async create({ userId, conversationId, action, payload, expiresAt }) {
      const id = randomUUID();
      const owner = { user_id: userId, conversation_id: conversationId };
      const row = { id, ...owner, action, payload, expires_at: expiresAt.toISOString() };
      await owned(
        'ask for a confirmation',
        database.run((orm) => orm.insert(confirmations).values(row)),
      );
      return { id };
    },
    async use(userId, conversationId, id) {
      if (!isUuid(id)) return undefined;
      const own = and(eq(confirmations.user_id, userId), eq(confirmations.conversation_id, conversationId));
      const open = and(isNull(confirmations.used_at), gt(confirmations.expires_at, sql`now()`));
      const [used] = await database.run((orm) =>
        orm
          .update(confirmations)
          .set({ used_at: sql`now()` })
          .where(and(eq(confirmations.id, id), own, open))
          .returning({ payload: confirmations.payload }),
      );
      return used?.payload;
    },
    async open(userId, conversationId) {
      const own = and(eq(confirmations.user_id, userId), eq(confirmations.conversation_id, conversationId));
      const unused = and(isNull(confirmations.used_at), gt(confirmations.expires_at, sql`now()`));
      const [found] = await database.run((orm) =>
        orm.select().from(confirmations).where(and(own, unused)).orderBy(desc(confirmations.expires_at)).limit(1),
      );
      return found && { id: found.id, payload: found.payload, expiresAt: new Date(found.expires_at) };
    },
  };
}
