import { expect, test } from 'vitest';

import { parseServerLine } from './log.ts';

test.each([
  ['LOG:  database system is ready', 'info', 'database system is ready'],
  ['FATAL:  password authentication failed', 'error', 'password authentication failed'],
  ['PANIC:  no space left', 'fatal', 'no space left'],
  ['WARNING:  aborting', 'warn', 'aborting'],
  ['DEBUG1:  x', 'debug', 'x'],
  ['DETAIL:  User has no password.', 'info', 'DETAIL:  User has no password.'],
  ['\tselect 1', 'info', 'select 1'],
  ['2026-11-21 05:29:26.462 UTC [66] WARNING:  no locales', 'warn', 'no locales'],
])('%j has level %s', (line, level, message) => {
  expect(parseServerLine(line)).toEqual({ level, message });
});
