import type { Locale } from './locale.ts';
import { daysBetween, wallTimeOf } from './zoned.ts';

/** Stands for "some time that day": who gives no time means the end of the day, and need not read it. */
export const END_OF_DAY = '23:59';

/** What a text about a moment depends on. */
export interface DateContext {
  readonly locale: Locale;
  readonly timeZone: string;
  readonly now: Date;
}

/** When something is due, as people say it: "tomorrow, 5:00 PM", "Friday", "Jan 3, 2027". */
export function dueText(dueAt: string, context: DateContext): string {
  const due = new Date(dueAt);
  const { time } = wallTimeOf(due, context.timeZone);
  const day = dayText(due, context);
  if (time === END_OF_DAY) return day;
  return day + SEPARATORS[context.locale] + timeText(due, context);
}

/** A moment in full, for who wants to know exactly. */
export function fullText(moment: string, { locale, timeZone }: Omit<DateContext, 'now'>): string {
  return tidy(
    new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short', timeZone }).format(new Date(moment)),
  );
}

/** How long ago something was, in its largest unit: "3 hours ago". */
export function agoText(moment: string, { locale, now }: Omit<DateContext, 'timeZone'>): string {
  const minutes = Math.round((Date.parse(moment) - now.getTime()) / 60_000);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return format.format(minutes, 'minute');
  if (Math.abs(minutes) < 24 * 60) return format.format(Math.round(minutes / 60), 'hour');
  return format.format(Math.round(minutes / (24 * 60)), 'day');
}

function dayText(moment: Date, { locale, timeZone, now }: DateContext): string {
  const today = wallTimeOf(now, timeZone).date;
  const day = wallTimeOf(moment, timeZone).date;
  const days = daysBetween(today, day);
  if (days >= -6 && days <= 1) {
    const text = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day');
    return text.charAt(0).toLocaleUpperCase(locale) + text.slice(1);
  }
  if (days > 1 && days <= 6) return new Intl.DateTimeFormat(locale, { weekday: 'long', timeZone }).format(moment);
  const sameYear = today.slice(0, 4) === day.slice(0, 4);
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  return new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', timeZone, ...year }).format(moment);
}

/** Between day and time. */
const SEPARATORS: Readonly<Record<Locale, string>> = { en: ', ', ur: '، ' };

/** Isolated where it would be torn apart: "5:00 PM" reads from left to right in Urdu, too. */
function timeText(moment: Date, { locale, timeZone }: DateContext): string {
  const text = tidy(new Intl.DateTimeFormat(locale, { timeStyle: 'short', timeZone }).format(moment));
  return locale === 'ur' ? `\u2068${text}\u2069` : text;
}

/** Browsers and Node.js differ in which narrow space they put before AM and PM. */
function tidy(text: string): string {
  return text.replaceAll(/[\u202F\u00A0]/g, ' ');
}
