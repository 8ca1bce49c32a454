import { expect, test } from 'vitest';
import { isDatePhrase } from './phrase.ts';
import { readDate } from './read-date.ts';

const read = (phrase: string, now: string, timeZone: string): string | undefined => {
  expect(isDatePhrase(phrase), phrase).toBe(true);
  return readDate(phrase, new Date(now), timeZone)?.at.toISOString().replace(':00.000Z', 'Z');
};

test.each([
  ['tomorrow at 5pm', '2026-11-18T13:30Z', 'Europe/Berlin', '2026-11-19T16:00Z'],
  ['tomorrow at 5pm', '2026-11-18T13:30Z', 'America/New_York', '2026-11-19T22:00Z'],
  ['tomorrow at 5pm', '2026-11-18T13:30Z', 'Asia/Karachi', '2026-11-19T12:00Z'],
  ['tomorrow', '2026-11-18T23:30Z', 'Asia/Tokyo', '2026-11-20T14:59Z'],
  ['today', '2026-11-18T23:30Z', 'Asia/Tokyo', '2026-11-19T14:59Z'],
  ['today', '2026-11-18T03:30Z', 'America/Los_Angeles', '2026-11-18T07:59Z'],
  ['at 8:15', '2026-11-18T13:30Z', 'Asia/Kathmandu', '2026-11-19T02:30Z'],
  ['at 9', '2026-11-18T13:30Z', 'UTC', '2026-11-18T21:00Z'],
  ['at 9am', '2026-11-18T13:30Z', 'UTC', '2026-11-19T09:00Z'],
  ['at midnight', '2026-11-18T13:30Z', 'UTC', '2026-11-19T00:00Z'],
  ['Friday', '2026-11-18T13:30Z', 'UTC', '2026-11-20T23:59Z'],
  ['next Friday', '2026-11-18T13:30Z', 'UTC', '2026-11-27T23:59Z'],
  ['on Friday at 3pm', '2026-11-20T17:00Z', 'UTC', '2026-11-27T15:00Z'],
  ['on the 31st', '2026-11-18T13:30Z', 'UTC', '2026-12-31T23:59Z'],
  ['on the 18th', '2026-11-18T13:30Z', 'UTC', '2026-11-18T23:59Z'],
  ['January 5', '2026-11-18T13:30Z', 'UTC', '2027-01-05T23:59Z'],
  ['February 29, 2028', '2026-11-18T13:30Z', 'UTC', '2028-02-29T23:59Z'],
  ['2026-12-24 at 18:00', '2026-11-18T13:30Z', 'UTC', '2026-12-24T18:00Z'],
  ['end of the month', '2028-02-10T12:00Z', 'UTC', '2028-02-29T23:59Z'],
  ['this weekend', '2026-11-21T12:00Z', 'UTC', '2026-11-22T23:59Z'],
  ['within 3 days', '2026-11-18T13:30Z', 'UTC', '2026-11-21T23:59Z'],
])('"%s" at %s in %s is %s', (phrase, now, timeZone, expected) => {
  expect(read(phrase, now, timeZone)).toBe(expected);
});

test.each([
  // Berlin goes to summer time on 28 March 2027 at 02:00, New York back from it on 1 November 2026 at 02:00.
  {
    when: 'the clock was changed in between',
    phrase: 'tomorrow at 5pm',
    now: '2027-03-27T12:00Z',
    zone: 'Europe/Berlin',
    at: '2027-03-28T15:00Z',
  },
  {
    when: 'the hours pass over the change',
    phrase: 'in 2 hours',
    now: '2027-03-28T00:30Z',
    zone: 'Europe/Berlin',
    at: '2027-03-28T02:30Z',
  },
  {
    when: 'the change leaves the time out',
    phrase: 'tomorrow at 2:30am',
    now: '2027-03-27T12:00Z',
    zone: 'Europe/Berlin',
    at: '2027-03-28T01:30Z',
  },
  {
    when: 'the day has 25 hours',
    phrase: 'tomorrow',
    now: '2026-10-31T16:00Z',
    zone: 'America/New_York',
    at: '2026-11-02T04:59Z',
  },
  {
    when: 'the hours pass over the change back',
    phrase: 'in 3 hours',
    now: '2026-11-01T04:30Z',
    zone: 'America/New_York',
    at: '2026-11-01T07:30Z',
  },
])('"$phrase" is right when $when', ({ phrase, now, zone, at }) => {
  expect(read(phrase, now, zone)).toBe(at);
});

test.each(['February 31', 'November 31, 2026', '13/45', '2026-02-30', 'the 42nd'])('"%s" is no date', (phrase) => {
  expect(readDate(phrase, new Date('2026-11-18T13:30Z'), 'UTC')).toBeUndefined();
});

test.each(['sun cream', 'a second opinion', '1984', '10-12', 'may', 'version 1.2.3', 'now', '555 1234', 'march'])(
  '"%s" does not look like a date',
  (text) => {
    expect(isDatePhrase(text)).toBe(false);
  },
);
