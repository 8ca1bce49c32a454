import { expect, test } from 'vitest';
import { isSchedule } from './schedule.ts';

test.each(['* * * * *', '0 3 * * *', '*/5 0-6,22 1 jan-mar MON', '@daily', '@every 1h30m', '0 0 ? * 0'])(
  '%s is a schedule',
  (text) => expect(isSchedule(text)).toBe(true),
);

test.each([
  '',
  '* * * *',
  '60 * * * *',
  '* 24 * * *',
  '* * 0 * *',
  '* * * 13 *',
  '* * * * 7',
  '5-1 * * * *',
  '*/0 * * * *',
  '@noon',
])('"%s" is no schedule', (text) => expect(isSchedule(text)).toBe(false));
