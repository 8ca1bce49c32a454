import { expect, test } from 'vitest';

import { startPosition } from './position.ts';

const readAll = (position: ReturnType<typeof startPosition>, times: string[]): string[] => {
  position.begin();
  return times.filter((at) => position.advance(at));
};

test('what a second answer repeats is not new, and what comes after it is', () => {
  const position = startPosition();
  expect(readAll(position, ['1', '2', '3'])).toEqual(['1', '2', '3']);
  expect(readAll(position, ['2', '3', '4'])).toEqual(['4']);
  expect(position.at).toBe('4');
});

test('of lines with one time, those that have been read are counted', () => {
  const position = startPosition();
  expect(readAll(position, ['1', '2', '2'])).toEqual(['1', '2', '2']);
  expect(readAll(position, ['1', '2', '2', '2', '3'])).toEqual(['2', '3']);
  expect(readAll(position, ['2', '2', '2', '3', '3'])).toEqual(['3']);
});

test('an answer that ends within the lines of one time is no reason to forget those that were read', () => {
  const position = startPosition();
  expect(readAll(position, ['1', '1', '1'])).toHaveLength(3);
  expect(readAll(position, ['1'])).toEqual([]);
  expect(readAll(position, ['1', '1', '1', '1'])).toEqual(['1']);
});
