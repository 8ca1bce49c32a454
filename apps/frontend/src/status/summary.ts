import { PARTS, partsNotOk } from './status.ts';
import type { Status } from './status.ts';

/** The state of the whole in one sentence, and how it looks. */
export interface Summary {
  readonly tone: 'good' | 'bad' | 'unclear';
  readonly text: string;
}

/** @param connected whether the browser reaches the server; the rest is old when not */
export function summaryOf(status: Status, connected: boolean): Summary {
  if (!connected) return { tone: 'unclear', text: 'No connection to the server' };
  const count = partsNotOk(status).length;
  if (count === 0) return { tone: 'good', text: 'All parts are up' };
  return { tone: 'bad', text: count === 1 ? 'One part is not up' : `${count} of ${PARTS.length} parts are not up` };
}
