import { expect, test } from 'vitest';
import { checkSchedule } from './cron-schedule.ts';

const good = [
  '* * * * *',
  '0 3 * * *',
  '*/5 0-6/2 1,15 jan-MAR sun,6',
  '5/15 * ? * mon-fri',
  '59 23 31 12 6',
  '  0  3 * * * ',
  '@hourly',
  '@annually',
  '@every 1h30m',
  '@every .5h',
  '0\t3 * * *\n',
];

test.each(good)('the schedule %j is taken', (schedule) => {
  expect(() => checkSchedule('cron job', schedule)).not.toThrow();
});

const bad = [
  ['', 'is empty'],
  ['0 3 * *', 'has four fields'],
  ['0 0 3 * * *', 'has seconds'],
  ['60 * * * *', 'has a minute too many'],
  ['* 24 * * *', 'has an hour too many'],
  ['* * 0 * *', 'has a day before the first'],
  ['* * * 13 *', 'has a month too many'],
  ['* * * * 7', 'has Sunday as 7, which the controller refuses'],
  ['30-10 * * * *', 'has a range backwards'],
  ['1-2-3 * * * *', 'has a range of three ends'],
  ['*/0 * * * *', 'has a step of 0'],
  ['*/5/2 * * * *', 'has two steps'],
  ['1, * * * *', 'ends a list with a comma'],
  ['-5 * * * *', 'has a negative minute'],
  ['1.5 * * * *', 'has a fraction'],
  ['* * * foo *', 'has no such month'],
  ['* *-5 * * *', 'has a range from anything'],
  ['+1 * * * *', 'has a sign'],
  ['@every -1h', 'has a negative duration'],
  ['@nightly', 'is a name that nobody knows'],
  ['@every day', 'has no duration'],
  ['TZ=UTC 0 3 * * *', 'has a time zone'],
] as const;

test.each(bad)('the schedule %j is refused when it %s', (schedule) => {
  expect(() => checkSchedule('cron job', schedule)).toThrow(expect.objectContaining({ code: 'BAD_COMPONENT' }));
});
