import { expect, test } from 'vitest';
import { nearest } from './nearest.ts';

test.each([
  { word: 'replica', meant: 'replicas' },
  { word: 'imge', meant: 'image' },
  { word: 'Ports', meant: 'ports' },
  { word: 'qqqqq', meant: undefined },
])('for "$word" the suggestion is $meant', ({ word, meant }) => {
  expect(nearest(word, ['image', 'ports', 'replicas'])).toBe(meant);
});
