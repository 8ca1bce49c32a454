import { expect, test } from 'vitest';
import { ranks, type Finding } from '../diagnosis/diagnosis.ts';
import { createPatience } from './patience.ts';

const finding: Finding = {
  code: 'CRASH',
  object: 'Pod todo/web-1',
  because: 'it ended',
  fix: 'let it run',
  terminal: false,
  rank: ranks.config,
};

/** Whether the finding counts, after so many seconds of being seen. */
function isTerminalAfter(seconds: number, found: Finding, othersStarting = false): boolean {
  let now = 0;
  const patience = createPatience(() => now);
  patience.isTerminal('web', found, othersStarting);
  now = seconds * 1000;
  return patience.isTerminal('web', found, othersStarting);
}

test.each([
  [true, 'a certain one, at once', 0, { terminal: true }],
  [false, 'a suspected one, before its grace is over', 9, { graceSeconds: 10 }],
  [true, 'a suspected one, after its grace', 10, { graceSeconds: 10 }],
  [false, 'one without a grace, however long', 1e6, {}],
])('%s: %s', (expected, _, seconds, change) => {
  expect(isTerminalAfter(seconds, { ...finding, ...change })).toBe(expected);
});

test('a crash is not final while a database is on its way, for a minute', () => {
  const crash = { ...finding, terminal: true, rank: ranks.crash };
  expect(isTerminalAfter(59, crash, true)).toBe(false);
  expect(isTerminalAfter(60, crash, true)).toBe(true);
  expect(isTerminalAfter(0, { ...crash, rank: ranks.image }, true)).toBe(true);
});

test('a crash from before the database was up is given the next start, but not the one after', () => {
  let now = 0;
  const patience = createPatience(() => now);
  const crash = (attempt: number): Finding => ({ ...finding, terminal: true, rank: ranks.crash, attempt });
  expect(patience.isTerminal('web', crash(2), true)).toBe(false);
  now = 1000;
  expect(patience.isTerminal('web', crash(2), false)).toBe(false);
  expect(patience.isTerminal('web', crash(3), false)).toBe(false);
  expect(patience.isTerminal('web', crash(4), false)).toBe(true);
  now = 60_000;
  expect(patience.isTerminal('web', crash(2), false)).toBe(true);
});
