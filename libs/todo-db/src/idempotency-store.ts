import { and, eq, isNull, sql } from 'drizzle-orm';
import type { Database } from './database.ts';
import { owned } from './owned.ts';
import { idempotencyKeys } from './schema/requests.ts';

/** What is known about a request that was sent with a key. */
export type Begun =
  /** Nothing: it is the caller's to do now. */
  | { readonly state: 'new' }
  /** It was answered so. */
  | { readonly state: 'done'; readonly status: number; readonly body: unknown }
  /** The key was sent with another request. */
  | { readonly state: 'mismatch' }
  /** Somebody is at it. */
  | { readonly state: 'in-progress' };

/** Where answers are kept by the key that a client sent, so that a repeated request does nothing twice. */
export interface IdempotencyStore {
  /**
   * Of any number of equal requests at once, on any replica, one is told `new`.
   *
   * @throws TodoError USER_NOT_FOUND
   */
  begin(userId: string, key: string, route: string, requestHash: string): Promise<Begun>;
  /**
   * All that `work` asks of the database takes effect together: call `finish` in it, and what was done is never without its
   * answer, nor the answer without what was done, whenever a replica dies.
   */
  together<T>(work: () => Promise<T>): Promise<T>;
  /** Keeps the answer for whoever asks again. */
  finish(userId: string, key: string, status: number, body: unknown): Promise<void>;
  /** Nothing was done: the key may be used again. */
  forget(userId: string, key: string): Promise<void>;
}

/** A request takes some seconds; one without an answer for this long has lost its replica. */
const ABANDONED = sql`interval '60 seconds'`;

/** Idempotency keys in Postgres. */
export function idempotencyStore(database: Database): IdempotencyStore {
  const own = (userId: string, key: string) => and(eq(idempotencyKeys.user_id, userId), eq(idempotencyKeys.key, key));
  return {
    async begin(userId, key, route, requestHash) {
      for (;;) {
        const row = { user_id: userId, key, route, request_hash: requestHash };
        const sameRequest = and(eq(idempotencyKeys.route, route), eq(idempotencyKeys.request_hash, requestHash));
        const abandoned = sql`${idempotencyKeys.created_at} < now() - ${ABANDONED}`;
        const taken = await owned(
          'begin the request',
          database.run((orm) =>
            orm
              .insert(idempotencyKeys)
              .values(row)
              .onConflictDoUpdate({
                target: [idempotencyKeys.user_id, idempotencyKeys.key],
                set: { created_at: sql`now()` },
                setWhere: and(isNull(idempotencyKeys.status), sameRequest, abandoned)!,
              })
              .returning({ key: idempotencyKeys.key }),
          ),
        );
        if (taken.length > 0) return { state: 'new' };
        const [known] = await database.run((orm) => orm.select().from(idempotencyKeys).where(own(userId, key)));
        // Forgotten between the two statements: it is free again.
        if (!known) continue;
        if (known.route !== route || known.request_hash !== requestHash) return { state: 'mismatch' };
        if (known.status === null) return { state: 'in-progress' };
        return { state: 'done', status: known.status, body: known.body };
      }
    },
    together: (work) => database.transaction(work),
    async finish(userId, key, status, body) {
      const unanswered = and(own(userId, key), isNull(idempotencyKeys.status));
      await database.run((orm) => orm.update(idempotencyKeys).set({ status, body }).where(unanswered));
    },
    async forget(userId, key) {
      const unanswered = and(own(userId, key), isNull(idempotencyKeys.status));
      await database.run((orm) => orm.delete(idempotencyKeys).where(unanswered));
    },
  };
}
