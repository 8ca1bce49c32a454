import { isLast, type StoredEvent } from './events.ts';

/** Somebody who reads the events of a turn, on whatever replica the turn runs. */
export interface Follower {
  readonly turnId: string;
  /** Number of the last event that was taken up. */
  readonly cursor: number;
  /** Nothing waits to be read, so more may be fetched: a slow reader is never ahead by more than one batch. */
  readonly hungry: boolean;
  readonly ended: boolean;
  /** Hands over rows; what is no direct successor of `cursor`, or too much, is left out, and fetched later. */
  offer(rows: readonly StoredEvent[]): void;
  /** Nothing more will come. What was taken up can still be read. */
  end(): void;
  /** The next events, as soon as there are any; undefined at the end; empty when `milliseconds` pass without one. */
  read(milliseconds: number): Promise<readonly StoredEvent[] | undefined>;
}

/** Rows that may wait for a reader. */
const MAX_WAITING = 500;

/** A reader's queue. `emptied` is called when it has read everything. */
export function createFollower(turnId: string, after: number, emptied: () => void): Follower {
  let cursor = after;
  let waiting: StoredEvent[] = [];
  let ended = false;
  let wake: (() => void) | undefined;
  return {
    turnId,
    get cursor() {
      return cursor;
    },
    get hungry() {
      return waiting.length === 0 && !ended;
    },
    get ended() {
      return ended;
    },
    offer(rows) {
      for (const row of rows) {
        if (ended || row.seq !== cursor + 1 || waiting.length >= MAX_WAITING) continue;
        waiting.push(row);
        cursor = row.seq;
        ended = isLast(row);
      }
      if (waiting.length > 0) wake?.();
    },
    end() {
      ended = true;
      wake?.();
    },
    async read(milliseconds) {
      if (waiting.length === 0 && !ended)
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      wake = undefined;
      const rows = waiting;
      waiting = [];
      if (rows.length > 0) {
        emptied();
        return rows;
      }
      return ended ? undefined : [];
    },
  };
}
