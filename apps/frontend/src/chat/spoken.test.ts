import fc from 'fast-check';
import { expect, test } from 'vitest';

import { spokenSentences } from './spoken.ts';

test.each([
  ['nothing of a sentence that is being written', 'I have add', false, []],
  ['a sentence when the next has begun', 'Added it. Any', false, ['Added it.']],
  ['nothing more of an end that may grow', 'Added it.', false, []],
  ['the rest with the end', 'Added it. Anything else?', true, ['Added it.', 'Anything else?']],
  [
    'a number and its item together',
    'Tasks:\n1. Buy milk\n2. Call Mom\n',
    true,
    ['Tasks:', '1. Buy milk', '2. Call Mom'],
  ],
  ['Urdu', 'کام شامل کیا۔ اور کچھ؟', true, ['کام شامل کیا۔', 'اور کچھ؟']],
  ['nothing of nothing', '', true, []],
])('it reads out %s', (_what, text, finished, sentences) => {
  expect(spokenSentences(text, finished)).toEqual(sentences);
});

test('what has been read out stays as it is while the text grows', () => {
  const piece = fc.constantFrom('Added', ' it', '.', '. ', '? ', '\n', '1. ', '۔ ', ' milk', '…');
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      let [text, before]: [string, readonly string[]] = ['', []];
      for (const [index, next] of pieces.entries()) {
        text += next;
        const now = spokenSentences(text, index === pieces.length - 1);
        expect(now.slice(0, before.length)).toEqual(before);
        before = now;
      }
    }),
  );
});
