import { expect, test } from 'vitest';
import { without } from './without.ts';

test('a map without some entries keeps the others and their order', () => {
  const map = { c: 1, a: 2, b: 3 };
  expect(Object.entries(without(map, 'a'))).toEqual([
    ['c', 1],
    ['b', 3],
  ]);
  expect(map).toEqual({ c: 1, a: 2, b: 3 });
});
