import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayOfSeries, nextDueAt } from './recurrence.ts';
import type { Recurrence } from './task.ts';

const longAgo = new Date('1800-01-01T00:00:00Z');
const every = ['daily', 'weekly', 'monthly', 'yearly'] as const;

test.each<{ due: string; every: Recurrence; day?: number; now?: string; next: string | undefined }>([
  { due: '2026-11-21T17:00:00.000Z', every: 'daily', next: '2026-11-22T17:00:00.000Z' },
  { due: '2026-11-21T17:00:00.000Z', every: 'weekly', next: '2026-11-28T17:00:00.000Z' },
  { due: '2026-11-21T17:00:00.000Z', every: 'monthly', next: '2026-12-21T17:00:00.000Z' },
  { due: '2026-11-21T17:00:00.000Z', every: 'yearly', next: '2027-11-21T17:00:00.000Z' },
  { due: '2026-12-31T23:59:59.999Z', every: 'daily', next: '2027-01-01T23:59:59.999Z' },
  { due: '2026-12-31T00:00:00.000Z', every: 'monthly', next: '2027-01-31T00:00:00.000Z' },
  // The end of a month that is shorter, and the way back.
  { due: '2027-01-31T08:00:00.000Z', every: 'monthly', next: '2027-02-28T08:00:00.000Z' },
  { due: '2028-01-31T08:00:00.000Z', every: 'monthly', next: '2028-02-29T08:00:00.000Z' },
  { due: '2027-02-28T08:00:00.000Z', every: 'monthly', day: 31, next: '2027-03-31T08:00:00.000Z' },
  { due: '2027-02-28T08:00:00.000Z', every: 'monthly', day: 28, next: '2027-03-28T08:00:00.000Z' },
  { due: '2027-03-31T08:00:00.000Z', every: 'monthly', next: '2027-04-30T08:00:00.000Z' },
  // Leap years: 2100 is none.
  { due: '2028-02-29T08:00:00.000Z', every: 'yearly', next: '2029-02-28T08:00:00.000Z' },
  { due: '2031-02-28T08:00:00.000Z', every: 'yearly', day: 29, next: '2032-02-29T08:00:00.000Z' },
  { due: '2096-02-29T08:00:00.000Z', every: 'yearly', now: '2097-01-01T00:00:00Z', next: '2097-02-28T08:00:00.000Z' },
  { due: '2096-02-29T08:00:00.000Z', every: 'yearly', now: '2099-03-01T00:00:00Z', next: '2100-02-28T08:00:00.000Z' },
  // Not before now, in whole steps.
  { due: '2026-11-01T08:00:00.000Z', every: 'daily', now: '2026-11-21T07:59:00Z', next: '2026-11-21T08:00:00.000Z' },
  { due: '2026-11-01T08:00:00.000Z', every: 'daily', now: '2026-11-21T08:00:00Z', next: '2026-11-21T08:00:00.000Z' },
  { due: '2026-11-01T08:00:00.000Z', every: 'daily', now: '2026-11-21T08:01:00Z', next: '2026-11-22T08:00:00.000Z' },
  { due: '2026-11-01T08:00:00.000Z', every: 'weekly', now: '2026-11-21T08:00:00Z', next: '2026-11-22T08:00:00.000Z' },
  { due: '2026-01-31T08:00:00.000Z', every: 'monthly', now: '2026-04-15T00:00:00Z', next: '2026-04-30T08:00:00.000Z' },
  { due: '2026-01-31T08:00:00.000Z', every: 'monthly', now: '2026-04-30T09:00:00Z', next: '2026-05-31T08:00:00.000Z' },
  { due: '2020-06-01T08:00:00.000Z', every: 'yearly', now: '2026-11-21T00:00:00Z', next: '2027-06-01T08:00:00.000Z' },
  // An early completion still moves it on.
  { due: '2050-01-01T08:00:00.000Z', every: 'daily', now: '2026-11-21T00:00:00Z', next: '2050-01-02T08:00:00.000Z' },
  { due: '9999-12-31T08:00:00.000Z', every: 'daily', next: undefined },
  { due: '9999-12-31T08:00:00.000Z', every: 'yearly', next: undefined },
])(
  'what is due $every at $due is due next at $next',
  ({ due, every: recurrence, day = dayOfSeries(due), now, next }) => {
    expect(nextDueAt({ dueAt: due, recurrence, day }, now === undefined ? longAgo : new Date(now))).toBe(next);
  },
);

const moments = fc.date({
  min: new Date('1900-01-01T00:00:00Z'),
  max: new Date('2200-12-31T23:59:59Z'),
  noInvalidDate: true,
});
const series = fc.record({ due: moments, now: moments, recurrence: fc.constantFrom(...every) });

test('the next date is after the last one, not before now, at the same time of day', () => {
  fc.assert(
    fc.property(series, ({ due, now, recurrence }) => {
      const dueAt = due.toISOString();
      const next = nextDueAt({ dueAt, recurrence, day: dayOfSeries(dueAt) }, now)!;
      expect(next > dueAt).toBe(true);
      expect(next >= now.toISOString()).toBe(true);
      expect(next.slice(10)).toBe(dueAt.slice(10));
    }),
  );
});

test('it is the first such date: one step after the other gets there, and none of those between is late enough', () => {
  fc.assert(
    fc.property(series, fc.nat(500 * 86_400_000), ({ due, recurrence }, later) => {
      const now = new Date(due.getTime() + later);
      const day = dayOfSeries(due.toISOString());
      const next = nextDueAt({ dueAt: due.toISOString(), recurrence, day }, now)!;
      const steps = [nextDueAt({ dueAt: due.toISOString(), recurrence, day }, longAgo)!];
      while (steps.at(-1)! < next) steps.push(nextDueAt({ dueAt: steps.at(-1)!, recurrence, day }, longAgo)!);
      expect(steps.pop()).toBe(next);
      for (const step of steps) expect(step < now.toISOString()).toBe(true);
    }),
    { numRuns: 300 },
  );
});

test('by month and year it falls on its day, or on the last one of a shorter month', () => {
  fc.assert(
    fc.property(series, fc.integer({ min: 1, max: 31 }), ({ due, now, recurrence }, day) => {
      fc.pre(recurrence === 'monthly' || recurrence === 'yearly');
      const next = new Date(nextDueAt({ dueAt: due.toISOString(), recurrence, day }, now)!);
      const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
      expect(next.getUTCDate()).toBe(Math.min(day, lastDay));
    }),
  );
});
