import type { TurnStore } from '@todo/todo-db';
import type { StoredEvent, TurnEvent } from './events.ts';
import { persistently } from './persistently.ts';

/** Writes the events of one turn as rows, in order. */
export interface EventLog {
  add(event: TurnEvent): void;
  /** Stores what was added, then the last event, and with it how the turn ended. */
  end(status: 'done' | 'failed' | 'cancelled', last: TurnEvent): Promise<void>;
}

/** What an event log needs. */
export interface EventLogOptions {
  readonly turnId: string;
  readonly turns: Pick<TurnStore, 'append' | 'end' | 'eventsAfter'>;
  /** Is told of every row, for the readers on this replica. */
  readonly stored: (row: StoredEvent) => void;
  /** The person cancelled the turn on some replica. */
  readonly cancelled: () => void;
  /** The turn can't be written any more: it was ended by somebody else, or the database is away for too long. */
  readonly lost: (why: unknown) => void;
  /** No second try after this time, milliseconds since the epoch. */
  readonly giveUpAt: number;
}

/** Deltas that come within this time share a row: a model sends some 50 a second, and nobody reads that fast. */
const GATHER_MILLISECONDS = 50;
/** A turn that has no time left still gets this long to say so. */
const LAST_MILLISECONDS = 10_000;

/** A log that gathers deltas, and outlives a short outage of the database. */
export function eventLog({ turnId, turns, stored, cancelled, lost, giveUpAt }: EventLogOptions): EventLog {
  let seq = 0;
  let pending: TurnEvent[] = [];
  let writing: Promise<void> = Promise.resolve();
  let timer: NodeJS.Timeout | undefined;
  let over = false;

  const took = (event: TurnEvent, at: number): void => {
    seq = at;
    stored({ seq, event: event.event, data: event.data });
  };
  const append = async (event: TurnEvent): Promise<void> => {
    const appended = await persistently(async () => (await turns.append(turnId, event.event, event.data)) ?? 'ended', {
      until: giveUpAt,
      done: async () => {
        const [row] = await turns.eventsAfter([{ turnId, seq }]);
        return row && { seq: row.seq, cancelRequested: false };
      },
    });
    if (appended === 'ended') throw new Error('the turn was ended by another replica');
    took(event, appended.seq);
    if (appended.cancelRequested) cancelled();
  };
  const writeAfter = async (earlier: Promise<void>): Promise<void> => {
    await earlier;
    // Taken when its time comes: what gathers while the database is slow becomes one row.
    const events = pending;
    pending = [];
    if (over) return;
    try {
      for (const event of events) await append(event);
    } catch (error) {
      over = true;
      lost(error);
    }
  };
  const write = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    return (writing = writeAfter(writing));
  };
  return {
    add(event) {
      const last = pending.at(-1);
      if (event.event === 'delta' && last?.event === 'delta')
        pending[pending.length - 1] = { event: 'delta', data: { text: last.data.text + event.data.text } };
      else pending.push(event);
      if (event.event === 'delta') timer ??= setTimeout(() => void write(), GATHER_MILLISECONDS);
      else void write();
    },
    async end(status, last) {
      await write();
      if (over) return;
      over = true;
      const until = Math.max(giveUpAt, Date.now() + LAST_MILLISECONDS);
      if (await persistently(() => turns.end(turnId, status, last), { until })) took(last, seq + 1);
    },
  };
}
