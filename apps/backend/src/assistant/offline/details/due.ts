import type { ParseContext, Recurrence } from '../intent.ts';
import { findDatePhrase } from '../dates/phrase.ts';
import { readDate } from '../dates/read-date.ts';
import { momentOf, plusDays, wallClock } from '../dates/wall-clock.ts';
import { cutOut, cuttable } from './cut.ts';

/** Only titles have dates; a longer text is none. */
const MAX_LENGTH = 600;

/** The date of a text, and the text without it. */
export interface TakenDue {
  readonly due?: Date;
  /** It looks like a date, but there is none like it. */
  readonly impossible?: boolean;
  readonly rest: string;
}

/** Finds when something is due and takes it out of the text. */
export function takeDue(given: string, { now, timeZone }: ParseContext): TakenDue {
  if (given.length > MAX_LENGTH) return { rest: given };
  const text = cuttable(given);
  const place = findDatePhrase(text.covered);
  if (!place) return { rest: given };
  const date = readDate(place.text, now, timeZone);
  if (!date) return { impossible: true, rest: given };
  return { due: date.at, rest: cutOut(text, place.start, place.end).text };
}

/** When a repeating task without a date is due first: by the end of today, or of the first day of its second round. */
export function firstDue(recurrence: Recurrence, { now, timeZone }: ParseContext): Date {
  const today = { ...wallClock(now, timeZone), hour: 23, minute: 59 };
  switch (recurrence) {
    case 'daily':
      return momentOf(today, timeZone);
    case 'weekly':
      return momentOf(plusDays(today, 7), timeZone);
    case 'monthly': {
      // The 31st has no like in a shorter month; its last day stands in.
      const last = new Date(Date.UTC(today.year, today.month + 1, 0)).getUTCDate();
      return momentOf({ ...today, month: today.month + 1, day: Math.min(today.day, last) }, timeZone);
    }
    default:
      return momentOf({ ...today, year: today.year + 1 }, timeZone);
  }
}
