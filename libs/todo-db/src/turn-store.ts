import { randomUUID } from 'node:crypto';
import { and, eq, inArray, lt, sql, type SQL } from 'drizzle-orm';
import type { Database } from './database.ts';
import { owned } from './owned.ts';
import { chatEvents, chatTurns } from './schema/chat.ts';
import { isUuid } from './uuid.ts';

/** One question with its answer, while and after it is worked on. */
export interface Turn {
  readonly id: string;
  readonly userId: string;
  readonly conversationId: number;
  readonly status: 'running' | 'done' | 'failed' | 'cancelled';
  readonly cancelRequestedAt: Date | undefined;
  readonly startedAt: Date;
  /** When it is over at the latest: a turn that still runs then has lost its replica. */
  readonly deadlineAt: Date;
  readonly endedAt: Date | undefined;
}

/** What a client is told, and the JSON value that goes with it. */
export interface NewChatEvent {
  readonly event: string;
  readonly data: unknown;
}

/** What a client was told; `seq` counts from 1 in each turn. */
export interface ChatEventRow extends NewChatEvent {
  readonly turnId: string;
  readonly seq: number;
}

/** What became of a turn, for whoever works on it or follows it. */
export interface TurnState {
  readonly id: string;
  readonly status: Turn['status'];
  readonly cancelRequested: boolean;
  readonly overdue: boolean;
  /** Since another replica said that somebody reads it there; undefined when none did. */
  readonly followedSecondsAgo: number | undefined;
}

/** Where turns and their events are kept: any replica can follow, cancel or bury a turn of another. */
export interface TurnStore {
  /** @throws TodoError USER_NOT_FOUND, CONVERSATION_NOT_FOUND */
  start(turn: { readonly userId: string; readonly conversationId: number; readonly deadlineAt: Date }): Promise<Turn>;
  /** Adds an event to a turn that runs; undefined when it has ended, so that whoever still works on it stops. */
  append(
    turnId: string,
    event: string,
    data: unknown,
  ): Promise<{ readonly seq: number; readonly cancelRequested: boolean } | undefined>;
  /** Ends a turn that runs, together with its last event; false when it had ended already. */
  end(turnId: string, status: Exclude<Turn['status'], 'running'>, final?: NewChatEvent): Promise<boolean>;
  get(userId: string, turnId: string): Promise<Turn | undefined>;
  /** What came after the events that are named, of many turns in one statement; by turn, in order, at most `limit` of each. */
  eventsAfter(
    refs: readonly { readonly turnId: string; readonly seq: number }[],
    options?: { readonly limit?: number },
  ): Promise<readonly ChatEventRow[]>;
  /** The states of many turns, in one statement. */
  watch(turnIds: readonly string[]): Promise<readonly TurnState[]>;
  /** Notes that somebody reads these turns on another replica than theirs, so that they are not given up there. */
  keepFollowed(turnIds: readonly string[]): Promise<void>;
  /** False when this user has no such turn, or it has ended. */
  requestCancel(userId: string, turnId: string): Promise<boolean>;
  /** Fails a turn that still runs after its deadline; false when it does not. */
  failOverdue(turnId: string, final?: NewChatEvent): Promise<boolean>;
}

/** Turns in Postgres. */
export function turnStore(database: Database): TurnStore {
  const running = (turnId: string): SQL | undefined => and(eq(chatTurns.id, turnId), eq(chatTurns.status, 'running'));
  const finish = async (where: SQL | undefined, status: Turn['status'], final?: NewChatEvent): Promise<boolean> =>
    database.transaction(async (orm) => {
      const next = final ? sql`${chatTurns.last_seq} + 1` : chatTurns.last_seq;
      const row = { status, ended_at: sql`now()`, last_seq: sql`${next}` };
      const [ended] = await orm.update(chatTurns).set(row).where(where).returning();
      if (!ended) return false;
      if (final) await orm.insert(chatEvents).values({ turn_id: ended.id, seq: ended.last_seq, ...final });
      return true;
    });
  return {
    async start({ userId, conversationId, deadlineAt }) {
      const owner = { user_id: userId, conversation_id: conversationId };
      const row = { id: randomUUID(), ...owner, deadline_at: deadlineAt.toISOString() };
      const [started] = await owned(
        'begin an answer',
        database.run((orm) => orm.insert(chatTurns).values(row).returning()),
      );
      if (!started) throw new Error('INSERT … RETURNING gave no row');
      return turnOf(started);
    },
    async append(turnId, event, data) {
      // One statement, as it runs for every piece of a streamed answer; it locks the turn, so that the numbers have no gap.
      const statement = sql`WITH turn AS (UPDATE ${chatTurns} SET last_seq = last_seq + 1 WHERE ${running(turnId)}
          RETURNING id, last_seq, cancel_requested_at),
        event AS (INSERT INTO ${chatEvents} (turn_id, seq, event, data)
          SELECT id, last_seq, ${event}, ${JSON.stringify(data)}::json FROM turn)
        SELECT last_seq AS seq, cancel_requested_at IS NOT NULL AS cancel_requested FROM turn`;
      const { rows } = await database.run((orm) => orm.execute<{ seq: number; cancel_requested: boolean }>(statement));
      return rows[0] && { seq: rows[0].seq, cancelRequested: rows[0].cancel_requested };
    },
    end: (turnId, status, final) => finish(running(turnId), status, final),
    async get(userId, turnId) {
      if (!isUuid(turnId)) return undefined;
      const where = and(eq(chatTurns.id, turnId), eq(chatTurns.user_id, userId));
      const [found] = await database.run((orm) => orm.select().from(chatTurns).where(where));
      return found && turnOf(found);
    },
    async eventsAfter(refs, { limit = 1000 } = {}) {
      if (refs.length === 0) return [];
      const ids = sql.param(refs.map(({ turnId }) => turnId));
      const seqs = sql.param(refs.map(({ seq }) => seq));
      const statement = sql`SELECT later.* FROM unnest(${ids}::uuid[], ${seqs}::int[]) AS ref (turn_id, seq)
        CROSS JOIN LATERAL (SELECT turn_id, seq, event, data FROM ${chatEvents}
          WHERE turn_id = ref.turn_id AND seq > ref.seq ORDER BY seq LIMIT ${limit}) AS later
        ORDER BY later.turn_id, later.seq`;
      const { rows } = await database.run((orm) =>
        orm.execute<{ turn_id: string; seq: number; event: string; data: unknown }>(statement),
      );
      return rows.map(({ turn_id, ...row }) => ({ turnId: turn_id, ...row }));
    },
    async watch(turnIds) {
      if (turnIds.length === 0) return [];
      const rows = await database.run((orm) =>
        orm
          .select({
            id: chatTurns.id,
            status: chatTurns.status,
            cancelRequested: sql<boolean>`${chatTurns.cancel_requested_at} IS NOT NULL`,
            overdue: sql<boolean>`${chatTurns.deadline_at} < now()`,
            followedSecondsAgo: sql<number | null>`extract(epoch FROM now() - ${chatTurns.followed_at})::float8`,
          })
          .from(chatTurns)
          .where(inArray(chatTurns.id, [...turnIds])),
      );
      return rows.map(({ followedSecondsAgo, ...row }) => ({
        ...row,
        followedSecondsAgo: followedSecondsAgo ?? undefined,
      }));
    },
    async keepFollowed(turnIds) {
      if (turnIds.length === 0) return;
      await database.run((orm) => {
        // In one order, or two replicas that note the same turns could wait for each other.
        const locked = orm
          .select({ id: chatTurns.id })
          .from(chatTurns)
          .where(and(inArray(chatTurns.id, [...turnIds]), eq(chatTurns.status, 'running')))
          .orderBy(chatTurns.id)
          .for('no key update');
        // An array, as the plan of an IN may read the whole table.
        return orm
          .update(chatTurns)
          .set({ followed_at: sql`now()` })
          .where(sql`${chatTurns.id} = ANY (ARRAY(${locked}))`);
      });
    },
    async requestCancel(userId, turnId) {
      if (!isUuid(turnId)) return false;
      const row = { cancel_requested_at: sql`coalesce(${chatTurns.cancel_requested_at}, now())` };
      const where = and(running(turnId), eq(chatTurns.user_id, userId));
      const asked = await database.run((orm) =>
        orm.update(chatTurns).set(row).where(where).returning({ id: chatTurns.id }),
      );
      return asked.length > 0;
    },
    failOverdue: (turnId, final) =>
      finish(and(running(turnId), lt(chatTurns.deadline_at, sql`now()`)), 'failed', final),
  };
}

function turnOf(row: typeof chatTurns.$inferSelect): Turn {
  const moment = (iso: string | null): Date | undefined => (iso === null ? undefined : new Date(iso));
  return {
    id: row.id,
    userId: row.user_id,
    conversationId: row.conversation_id,
    status: row.status,
    cancelRequestedAt: moment(row.cancel_requested_at),
    startedAt: new Date(row.started_at),
    deadlineAt: new Date(row.deadline_at),
    endedAt: moment(row.ended_at),
  };
}
