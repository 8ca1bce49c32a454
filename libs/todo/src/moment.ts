import * as z from 'zod';

const FIRST = Date.parse('1900-01-01T00:00:00.000Z');
const LAST = Date.parse('9999-12-31T23:59:59.999Z');

/** Whether a time, in milliseconds, is one that four digits of ISO 8601 can name, and not older than anybody. */
export function isInRange(milliseconds: number): boolean {
  return milliseconds >= FIRST && milliseconds <= LAST;
}

/** A moment with its offset; comes out in UTC with milliseconds. */
export const moment = z.iso
  .datetime({ offset: true })
  .refine((value) => isInRange(Date.parse(value)), 'must lie between the years 1900 and 9999')
  .overwrite((value) => (isInRange(Date.parse(value)) ? new Date(value).toISOString() : value));
