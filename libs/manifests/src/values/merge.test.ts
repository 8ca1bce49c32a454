import fc from 'fast-check';
import { expect, test } from 'vitest';
import { mergeValues } from './merge.ts';

test.each([
  { rule: 'maps merge', base: { a: { b: 1, c: 2 } }, over: { a: { c: 3, d: 4 } }, result: { a: { b: 1, c: 3, d: 4 } } },
  { rule: 'lists replace', base: { a: [1, 2] }, over: { a: [3] }, result: { a: [3] } },
  { rule: 'a scalar replaces a map', base: { a: { b: 1 } }, over: { a: 'x' }, result: { a: 'x' } },
  { rule: 'a map replaces a scalar', base: { a: 1 }, over: { a: { b: 1 } }, result: { a: { b: 1 } } },
  { rule: 'null takes a key away', base: { a: 1, b: 2 }, over: { a: null }, result: { b: 2 } },
  { rule: 'null stays where the base has no such key', base: {}, over: { a: null }, result: { a: null } },
  { rule: 'an overlay that is undefined changes nothing', base: { a: 1 }, over: undefined, result: { a: 1 } },
])('$rule', ({ base, over, result }) => {
  expect(mergeValues(base, over)).toEqual(result);
});

const map = fc.dictionary(
  fc.constantFrom('a', 'b', 'c'),
  fc.oneof(fc.integer(), fc.dictionary(fc.constantFrom('a', 'b'), fc.integer())),
);

test('values over themselves are themselves, and the base is never changed', () => {
  fc.assert(
    fc.property(map, map, (base, over) => {
      const before = structuredClone(base);
      const merged = mergeValues(base, over);
      expect(mergeValues(merged, over)).toEqual(merged);
      expect(mergeValues(base, base)).toEqual(base);
      expect(base).toEqual(before);
    }),
  );
});
