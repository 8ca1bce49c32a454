import { expect, test } from 'vitest';
import { rememberTokens } from './remembered-tokens.ts';

const identity = (token: string, expiresAt = 1000) => ({ userId: 'ada', token, expiresAt });

test('a token is remembered until it expires', () => {
  let now = 0;
  const remembered = rememberTokens(() => now);
  remembered.add(identity('a', 10));
  now = 9999;
  expect(remembered.get('a')?.userId).toBe('ada');
  now = 10_000;
  expect(remembered.get('a')).toBeUndefined();
});

test('of too many tokens the first ones are forgotten', () => {
  const remembered = rememberTokens(() => 0, 2);
  for (const token of ['a', 'b', 'c']) remembered.add(identity(token));
  expect(['a', 'b', 'c'].map((token) => remembered.get(token) !== undefined)).toEqual([false, true, true]);
});
