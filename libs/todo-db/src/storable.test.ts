import { expect, test } from 'vitest';
import { storable } from './storable.ts';

test.each([
  ['as it is 🎉 اردو', 'as it is 🎉 اردو'],
  ['a\0b', 'a\ufffdb'],
  ['half \ud83c', 'half \ufffd'],
  ['', ''],
])('%j is kept as %j', (text, kept) => {
  expect(storable(text)).toBe(kept);
});
