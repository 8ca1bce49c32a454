import { isInRange } from './moment.ts';
import type { Recurrence } from './task.ts';

/** A due date that comes back. */
export interface Series {
  /** ISO 8601. */
  readonly dueAt: string;
  readonly recurrence: Recurrence;
  /** The day of the month that was asked for; a shorter month's last day stands in for it. */
  readonly day: number;
}

const DAY_MILLISECONDS = 86_400_000;

/**
 * When a series is due next: the first of its dates that is after `dueAt` and not before `now`. All in UTC, with the time of
 * day kept; the 31st comes back as the last day of a shorter month, and as the 31st after that. Pure.
 *
 * @returns ISO 8601; undefined after the year 9999
 */
export function nextDueAt({ dueAt, recurrence, day }: Series, now: Date): string | undefined {
  const due = new Date(dueAt);
  const next =
    recurrence === 'daily' || recurrence === 'weekly'
      ? nextByDays(due, recurrence === 'daily' ? 1 : 7, now)
      : nextByMonths(due, recurrence === 'monthly' ? 1 : 12, day, now);
  return isInRange(next) ? new Date(next).toISOString() : undefined;
}

/** The day of the month that a series keeps to; what `day` of a `Series` is when it begins. */
export function dayOfSeries(dueAt: string): number {
  return new Date(dueAt).getUTCDate();
}

function nextByDays(due: Date, days: number, now: Date): number {
  const step = days * DAY_MILLISECONDS;
  const steps = Math.max(1, Math.ceil((now.getTime() - due.getTime()) / step));
  return due.getTime() + steps * step;
}

function nextByMonths(due: Date, months: number, day: number, now: Date): number {
  const between = (now.getUTCFullYear() - due.getUTCFullYear()) * 12 + now.getUTCMonth() - due.getUTCMonth();
  // The month of `now` may hold a date of the series that is past; then the one after it is meant.
  const steps = Math.max(1, Math.floor(between / months));
  const next = plusMonths(due, steps * months, day);
  return next >= now.getTime() ? next : plusMonths(due, (steps + 1) * months, day);
}

function plusMonths(due: Date, months: number, day: number): number {
  const [year, month] = [due.getUTCFullYear(), due.getUTCMonth() + months];
  const lastDay = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  const timeOfDay = due.getTime() - Date.UTC(year, due.getUTCMonth(), due.getUTCDate());
  return Date.UTC(year, month, Math.min(day, lastDay)) + timeOfDay;
}
