import { expect, test } from 'vitest';

import { readSince } from './since.ts';

const now = Date.parse('2026-01-31T12:00:00Z');

test.each([
  ['90s', 90_000],
  ['10m', 600_000],
  ['1h30m', 5_400_000],
  ['1.5h', 5_400_000],
  ['2d', 172_800_000],
  ['500ms', 500],
])('%s is that long ago', (text, ago) => {
  expect(now - readSince(text, now)).toBe(ago);
});

test('longer ago than there are dates is all that there is', () => {
  expect(readSince('99999999999d', now)).toBe(0);
});

test('a moment is that moment', () => {
  expect(readSince('2026-01-31T08:00:00Z', now)).toBe(Date.parse('2026-01-31T08:00:00Z'));
});

test.each(['10', 'm', '10 m', '10m later', '-10m', 'yesterday', '2026-13-45T00:00:00Z', ''])(
  '"%s" is refused with examples',
  (text) => {
    expect(() => readSince(text, now)).toThrow(expect.objectContaining({ code: 'USAGE' }) as Error);
  },
);
