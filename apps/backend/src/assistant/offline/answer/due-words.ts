import { plusDays, wallClock } from '../dates/wall-clock.ts';

/** A moment as people say it in their own time zone: "tomorrow at 17:00"; the last minute of a day is the whole day. */
export function dueWords(dueAt: string, now: Date, timeZone: string): string {
  const moment = new Date(dueAt);
  if (Number.isNaN(moment.getTime())) return dueAt;
  const due = wallClock(moment, timeZone);
  const today = wallClock(now, timeZone);
  const day = dayWords(moment, { timeZone, sameYear: due.year === today.year, near: nearDay(due, today) });
  const wholeDay = due.hour === 23 && due.minute === 59;
  const digits = (value: number): string => String(value).padStart(2, '0');
  return wholeDay ? day : `${day} at ${digits(due.hour)}:${digits(due.minute)}`;
}

type Day = Parameters<typeof plusDays>[0];

function nearDay(due: Day, today: Day): string | undefined {
  const isDay = (ahead: number): boolean => {
    const { year, month, day } = plusDays(today, ahead);
    return due.year === year && due.month === month && due.day === day;
  };
  if (isDay(0)) return 'today';
  if (isDay(1)) return 'tomorrow';
  return isDay(-1) ? 'yesterday' : undefined;
}

function dayWords(
  moment: Date,
  { timeZone, sameYear, near }: { timeZone: string; sameYear: boolean; near: string | undefined },
): string {
  if (near !== undefined) return near;
  const year = sameYear ? {} : ({ year: 'numeric' } as const);
  const parts = { timeZone, weekday: 'short', day: 'numeric', month: 'short', ...year } as const;
  return new Intl.DateTimeFormat('en-GB', parts).format(moment).replace(',', '');
}
