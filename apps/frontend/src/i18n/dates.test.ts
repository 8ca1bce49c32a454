import { expect, test } from 'vitest';

import { agoText, dueText } from './dates.ts';
import { addDays, daysBetween, isTimeZone, momentOf, wallTimeOf } from './zoned.ts';

// A Saturday; in Karachi it is past midnight already.
const now = new Date('2026-11-21T20:00:00Z');
const utc = { locale: 'en', timeZone: 'UTC', now } as const;

test.each([
  ['2026-11-21T23:30:00Z', 'Today, 11:30 PM'],
  ['2026-11-22T17:00:00Z', 'Tomorrow, 5:00 PM'],
  ['2026-11-20T09:00:00Z', 'Yesterday, 9:00 AM'],
  ['2026-11-18T09:00:00Z', '3 days ago, 9:00 AM'],
  ['2026-11-27T08:00:00Z', 'Friday, 8:00 AM'],
  ['2026-11-28T08:00:00Z', 'Nov 28, 8:00 AM'],
  ['2027-01-03T08:00:00Z', 'Jan 3, 2027, 8:00 AM'],
  ['2026-11-22T23:59:00Z', 'Tomorrow'],
])('at 8 in the evening of a Saturday, %s is "%s"', (due, expected) => {
  expect(dueText(due, utc)).toBe(expected);
});

test('which day it is depends on the zone of the reader', () => {
  expect(dueText('2026-11-21T23:30:00Z', { ...utc, timeZone: 'Asia/Karachi' })).toBe('Today, 4:30 AM');
  expect(dueText('2026-11-21T23:30:00Z', { ...utc, timeZone: 'America/New_York' })).toBe('Today, 6:30 PM');
});

test('in Urdu it is said in Urdu', () => {
  expect(dueText('2026-11-21T23:59:00Z', { ...utc, locale: 'ur' })).toBe('آج');
});

test.each([
  ['2026-11-21T19:59:40Z', 'this minute'],
  ['2026-11-21T19:20:00Z', '40 minutes ago'],
  ['2026-11-21T14:00:00Z', '6 hours ago'],
  ['2026-11-19T20:00:00Z', '2 days ago'],
])('%s was %s', (moment, expected) => {
  expect(agoText(moment, utc)).toBe(expected);
});

test.each([
  ['an ordinary day', 'Europe/Berlin', '2026-11-21', '17:05', '2026-11-21T16:05:00.000Z'],
  ['a zone with half an hour', 'Asia/Kolkata', '2026-11-21', '00:10', '2026-11-20T18:40:00.000Z'],
  ['the hour that is skipped in spring', 'Europe/Berlin', '2026-03-29', '02:30', '2026-03-29T01:30:00.000Z'],
  ['the hour that comes twice in autumn', 'Europe/Berlin', '2026-10-25', '02:30', '2026-10-25T00:30:00.000Z'],
  ['just after the change', 'Europe/Berlin', '2026-03-29', '03:30', '2026-03-29T01:30:00.000Z'],
  ['midnight at the date line', 'Pacific/Kiritimati', '2026-01-01', '00:00', '2025-12-31T10:00:00.000Z'],
])('%s has its moment (%s %s %s)', (_when, timeZone, date, time, expected) => {
  expect(momentOf({ date, time }, timeZone)?.toISOString()).toBe(expected);
});

test('what is no date has no moment', () => {
  expect(momentOf({ date: '', time: '10:00' }, 'UTC')).toBeUndefined();
  expect(momentOf({ date: '2026-13-40', time: '10:00' }, 'UTC')).toBeUndefined();
});

test('a moment is shown as the clocks of its zone show it', () => {
  expect(wallTimeOf(new Date('2026-11-21T23:05:00Z'), 'Asia/Karachi')).toEqual({ date: '2026-11-22', time: '04:05' });
  expect(wallTimeOf(new Date('2026-11-21T00:00:00Z'), 'UTC')).toEqual({ date: '2026-11-21', time: '00:00' });
});

test('days are counted over the ends of months and years', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-03-01', -1)).toBe('2028-02-29');
  expect(daysBetween('2026-12-30', '2027-01-02')).toBe(3);
  expect(daysBetween('2026-11-21', '2026-11-20')).toBe(-1);
});

test('only names of zones are zones', () => {
  expect(['UTC', 'Asia/Karachi', 'Nowhere/At_All', '', '<script>'].map(isTimeZone)).toEqual([
    true,
    true,
    false,
    false,
    false,
  ]);
});
