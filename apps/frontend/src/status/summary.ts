import { partsNotOk } from './status.ts';
import type { Status } from './status.ts';

/** The state of the whole, and how it looks. */
export interface Summary {
  readonly tone: 'good' | 'bad' | 'unclear';
  /** How many parts are not up. */
  readonly down: number;
}

/** @param connected whether the browser reaches the server; the rest is old when not */
export function summaryOf(status: Status, connected: boolean): Summary {
  const down = partsNotOk(status).length;
  if (!connected) return { tone: 'unclear', down };
  return { tone: down === 0 ? 'good' : 'bad', down };
}
