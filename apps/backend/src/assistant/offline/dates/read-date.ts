import { casual } from 'chrono-node/en';
import { asUtc, momentOf, plusDays, wallClock, weekdayOf, type WallClock } from './wall-clock.ts';

/** A date that was read. */
export interface ReadDate {
  readonly at: Date;
  /** No time of day was said; `at` is the last minute of the day: what is due on Friday is not late on Friday noon. */
  readonly wholeDay: boolean;
}

const DAY_PARTS: Readonly<Record<string, number>> = { morning: 9, afternoon: 15, evening: 18, night: 20, tonight: 20 };

/**
 * Reads a phrase that `phrase.ts` found. Clock and calendar are the person's own, through changes of the clock; a date
 * without a year, a weekday and a bare time are the next ones.
 *
 * @returns undefined when there is no such date, as the 31st of February
 */
export function readDate(phrase: string, now: Date, timeZone: string): ReadDate | undefined {
  const today = wallClock(now, timeZone);
  const words = prepared(phrase);
  const own = ownDay(words, today);
  // Chrono gets a clock in Greenwich that shows what the person's shows: its answers are wall clocks again.
  const found = casual.parse(words, { instant: new Date(asUtc(today)), timezone: 0 }, { forwardDate: true }).at(0);
  const start = found?.start;
  if (start?.isCertain('timezoneOffset') && !own)
    return { at: new Date(wholeMinutes(now) + start.date().getTime() - asUtc(today)), wholeDay: false };
  if (!start && !own) return undefined;

  const hourSaid = start?.isCertain('hour') ?? false;
  const part = /\b(morning|afternoon|evening|night|tonight)\b/iu.exec(words)?.[1]?.toLowerCase();
  const wholeDay = !hourSaid && part === undefined;
  const time = wholeDay
    ? { hour: 23, minute: 59 }
    : hourSaid
      ? { hour: start?.get('hour') ?? 0, minute: start?.get('minute') ?? 0 }
      : { hour: DAY_PARTS[part ?? ''] ?? 9, minute: 0 };
  const day = own ?? { year: start?.get('year') ?? 0, month: start?.get('month') ?? 0, day: start?.get('day') ?? 0 };
  // Only the time was said, and chrono may have moved it to a day of its own choice.
  const dayless = !own && !start?.isCertain('day') && !start?.isCertain('weekday') && !start?.isCertain('month');
  if (dayless && !start?.isCertain('year'))
    return { at: nextTime({ ...today, ...time }, { words, now, timeZone }), wholeDay };
  return { at: momentOf({ ...day, ...time }, timeZone), wholeDay };
}

/** A bare time is today's if that is still to come, else tomorrow's; "at 9" in the afternoon is nine in the evening. */
function nextTime(wall: WallClock, { words, now, timeZone }: { words: string; now: Date; timeZone: string }): Date {
  const today = momentOf(wall, timeZone);
  if (today > now) return today;
  const open = !/[ap]\.?m\b|\d:\d|noon|midnight|morning|afternoon|evening|night/iu.test(words);
  const later = momentOf({ ...wall, hour: wall.hour + 12 }, timeZone);
  if (open && wall.hour >= 7 && wall.hour <= 11 && later > now) return later;
  return momentOf(plusDays(wall, 1), timeZone);
}

function wholeMinutes(moment: Date): number {
  return Math.floor(moment.getTime() / 60_000) * 60_000;
}

/** Says it in words that chrono knows. */
function prepared(phrase: string): string {
  return (
    phrase
      .toLowerCase()
      .replace(/^(?:due:? |scheduled )?(?:(?:for|until|till|from|starting|before|by|around|on|due) |@ ?)?/u, '')
      .replace(/\b(?:around|before|by) (?=\d)|@ ?(?=\d)/u, 'at ')
      .replace(/^(?=\d{1,2}(?::\d\d)?(?:$|,| (?:on|today|tomorrow|tonight)\b))/u, 'at ')
      .replace(/\btmrw\b/u, 'tomorrow')
      .replace(/^day after tomorrow/u, 'the day after tomorrow')
      .replace(/ o['’]clock/u, '')
      .replace(/\ba couple of\b/u, '2')
      .replace(/\b(?:this )?coming /u, 'this ')
      .replace(/\btonight,? at (\d{1,2})$/u, 'today at $1pm')
      // Nobody means five in the morning by "at 5".
      .replace(/\bat ([1-6])(:[0-5]\d)?(?![\d:]| ?[ap]\.?m)/u, 'at $1$2pm')
  );
}

type Day = Pick<WallClock, 'year' | 'month' | 'day'>;

/** The days that chrono does not know, or sees otherwise. */
function ownDay(words: string, today: WallClock): Day | undefined {
  const untilSunday = (7 - weekdayOf(today)) % 7;
  if (/end of (?:the |this )?day|\beod\b/u.test(words)) return today;
  if (/end of (?:the |this )?week\b|\b(?:this|the) weekend/u.test(words)) return plusDays(today, untilSunday);
  if (/next weekend|end of next week/u.test(words)) return plusDays(today, untilSunday + 7);
  if (/end of (?:the |this )?month/u.test(words)) return endOfMonth(today.year, today.month);
  if (/end of next month/u.test(words)) return endOfMonth(today.year, today.month + 1);
  if (/end of (?:the |this )?year/u.test(words)) return { year: today.year, month: 12, day: 31 };
  if (/\bthis week\b/u.test(words)) return plusDays(today, untilSunday);
  if (/\bthis month\b/u.test(words)) return endOfMonth(today.year, today.month);
  const date = /^(?:on )?the (\d{1,2})(?:st|nd|rd|th)\b(?! of| [a-z]{3,9}\b(?<!at|in))/u.exec(words)?.[1];
  return date === undefined ? undefined : nextDayOfMonth(Number(date), today);
}

function endOfMonth(year: number, month: number): Day {
  const last = new Date(Date.UTC(year, month, 0));
  return { year: last.getUTCFullYear(), month: last.getUTCMonth() + 1, day: last.getUTCDate() };
}

/** The next month that has such a day, this one if the day is not past. */
function nextDayOfMonth(day: number, today: WallClock): Day | undefined {
  if (day < 1 || day > 31) return undefined;
  for (let ahead = day < today.day ? 1 : 0; ; ahead++) {
    const last = endOfMonth(today.year, today.month + ahead);
    if (last.day >= day) return { ...last, day };
  }
}
