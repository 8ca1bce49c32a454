import { isTimeZone } from './zoned.ts';

/** Where the browser's zone is kept, for the server to write dates as the reader's clocks have them. */
export const TIME_ZONE_COOKIE = 'todo-time-zone';

/** The zone of a cookie's value; UTC until the browser has told. */
export function timeZoneOf(value: string | undefined): string {
  if (value === undefined) return 'UTC';
  return isTimeZone(value) ? value : 'UTC';
}
