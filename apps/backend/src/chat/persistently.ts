import { DatabaseUnavailable } from '@todo/todo-db';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MILLISECONDS = 250;

/** How long, and how a try is recognised whose answer was lost. */
export interface Persistence<T> {
  /** Milliseconds since the epoch; no second try after it. */
  readonly until: number;
  /** What an earlier try did after all; asked before the work is done again. */
  readonly done?: () => Promise<T | undefined>;
}

/** Outlives an outage of the database: tries until it answers. An error of another kind is thrown at once. */
export async function persistently<T>(work: () => Promise<T>, { until, done }: Persistence<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return (tries > 1 ? await done?.() : undefined) ?? (await work());
    } catch (error) {
      if (!(error instanceof DatabaseUnavailable) || Date.now() > until) throw error;
      await sleep(RETRY_MILLISECONDS);
    }
  }
}
