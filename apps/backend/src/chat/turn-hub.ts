import { describeError, type Logger } from '@todo/service';
import { DatabaseUnavailable, type TurnStore } from '@todo/todo-db';
import type { StoredEvent, TurnErrorCode } from './events.ts';
import { createFollower, type Follower } from './follower.ts';

/** A turn that this replica works on. */
export interface Run {
  readonly turnId: string;
  /** Number of its last stored event. */
  lastSeq: number;
  /** When somebody last read along, milliseconds since the epoch. */
  followedAt: number;
  /** Stops the work; it then writes its last event itself. */
  readonly stop: (code: TurnErrorCode) => void;
}

/** What this replica knows of turns: those it works on, and those that somebody reads through it. */
export interface TurnHub {
  /** The turns that this replica works on. */
  readonly runs: ReadonlyMap<string, Run>;
  add(run: Run): void;
  remove(turnId: string): void;
  /** Tells the readers on this replica of rows that are stored. */
  stored(turnId: string, rows: readonly StoredEvent[]): void;
  /** Reads a turn's events after the given number, wherever the turn runs. `close` must be called. */
  follow(turnId: string, after: number): { readonly follower: Follower; close(): void };
  /** Ends every reading, and stops looking. */
  close(): void;
}

/** What the hub stands on. */
export interface TurnHubOptions {
  readonly turns: Pick<TurnStore, 'eventsAfter' | 'watch' | 'keepFollowed' | 'failOverdue'>;
  readonly logger: Logger;
  /** Seconds that a turn may go on without a reader. */
  readonly abandonSeconds: number;
}

/** How soon a reader on another replica than the turn's sees an event. */
const POLL_MILLISECONDS = 100;
/** How soon a cancellation on another replica is seen. */
const WATCH_MILLISECONDS = 500;
const OUTAGE_MILLISECONDS = 1000;
/** How often a replica says that it reads along turns of others. */
const KEEP_MILLISECONDS = 2000;
const LOST = {
  event: 'error',
  data: {
    code: 'INTERRUPTED',
    message: 'The answer was interrupted: the server that worked on it ended. Please ask again.',
  },
};

/** A hub: one query for all turns that are read, one for all that run. */
export function createTurnHub(options: TurnHubOptions): TurnHub {
  const { turns, logger, abandonSeconds } = options;
  const runs = new Map<string, Run>();
  const followers = new Set<Follower>();
  /** Turns that are over, says the database: a reader that then finds no row has everything. */
  const over = new Set<string>();
  const keptAt = new Map<string, number>();
  let polling = false;
  let pollTimer: NodeJS.Timeout | undefined;

  /** What may have rows that its reader has not: all that other replicas work on, and what a reader fell behind with. */
  const needy = (): Follower[] =>
    [...followers].filter(({ hungry, turnId, cursor }) => hungry && cursor < (runs.get(turnId)?.lastSeq ?? Infinity));

  const poll = async (): Promise<void> => {
    const asking = needy();
    if (asking.length === 0) return;
    // Two readers of one turn share its rows, from the one that is further behind.
    const refs = new Map<string, number>();
    for (const { turnId, cursor } of asking) refs.set(turnId, Math.min(cursor, refs.get(turnId) ?? Infinity));
    const overBefore = new Set(over);
    const rows = await turns.eventsAfter([...refs].map(([turnId, seq]) => ({ turnId, seq })));
    const byTurn = Map.groupBy(rows, ({ turnId }) => turnId);
    for (const follower of asking) {
      const own = byTurn.get(follower.turnId);
      if (own) follower.offer(own);
      else if (overBefore.has(follower.turnId)) follower.end();
    }
  };
  const schedule = (milliseconds: number): void => {
    if (pollTimer || polling) return;
    pollTimer = setTimeout(() => void pollOnce(), milliseconds);
  };
  const pollOnce = async (): Promise<void> => {
    pollTimer = undefined;
    polling = true;
    const pause = await poll().then(
      () => POLL_MILLISECONDS,
      (error: unknown) => {
        report(error);
        return OUTAGE_MILLISECONDS;
      },
    );
    polling = false;
    if (needy().length > 0) schedule(pause);
  };
  const report = (error: unknown): void => {
    const level = error instanceof DatabaseUnavailable ? 'warn' : 'error';
    logger[level]('turns could not be read', describeError(error));
  };

  const watch = async (): Promise<void> => {
    const elsewhere = new Set([...followers].map(({ turnId }) => turnId).filter((id) => !runs.has(id)));
    for (const { turnId } of followers) {
      const run = runs.get(turnId);
      if (run) run.followedAt = Date.now();
    }
    const ids = [...runs.keys(), ...elsewhere];
    if (ids.length === 0) return;
    const stale = [...elsewhere].filter((id) => Date.now() - (keptAt.get(id) ?? 0) > KEEP_MILLISECONDS);
    await turns.keepFollowed(stale);
    for (const id of stale) keptAt.set(id, Date.now());
    for (const id of keptAt.keys()) if (!elsewhere.has(id)) keptAt.delete(id);
    const states = await turns.watch(ids);
    for (const { id, status, cancelRequested, overdue, followedSecondsAgo = Infinity } of states) {
      const run = runs.get(id);
      if (run && cancelRequested) run.stop('CANCELLED');
      else if (run && Math.min((Date.now() - run.followedAt) / 1000, followedSecondsAgo) > abandonSeconds)
        run.stop('ABANDONED');
      if (!run && status === 'running' && overdue) await turns.failOverdue(id, LOST);
      if (!run && status !== 'running') over.add(id);
    }
    // What has no state is gone with its conversation: its readers would wait forever.
    const known = new Set(states.map(({ id }) => id));
    for (const id of elsewhere) if (!known.has(id)) over.add(id);
    for (const id of over) if (!elsewhere.has(id)) over.delete(id);
  };
  let watching = false;
  const watchTimer = setInterval(() => {
    if (watching) return;
    watching = true;
    void watch()
      .catch(report)
      .finally(() => (watching = false));
  }, WATCH_MILLISECONDS);
  watchTimer.unref();

  return {
    runs,
    add: (run) => void runs.set(run.turnId, run),
    remove(turnId) {
      runs.delete(turnId);
      // Who still reads is served by the database from now on.
      schedule(0);
    },
    stored(turnId, rows) {
      const run = runs.get(turnId);
      if (run) run.lastSeq = rows.at(-1)?.seq ?? run.lastSeq;
      for (const follower of followers) if (follower.turnId === turnId) follower.offer(rows);
    },
    follow(turnId, after) {
      const follower = createFollower(turnId, after, () => schedule(runs.has(turnId) ? 0 : POLL_MILLISECONDS));
      followers.add(follower);
      schedule(0);
      return {
        follower,
        close() {
          const run = runs.get(turnId);
          if (run) run.followedAt = Date.now();
          follower.end();
          followers.delete(follower);
        },
      };
    },
    close() {
      clearInterval(watchTimer);
      clearTimeout(pollTimer);
      for (const follower of followers) follower.end();
    },
  };
}
