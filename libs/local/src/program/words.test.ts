import { expect, test } from 'vitest';
import { execForm, expand, words } from './words.ts';

const variables = { A: '1', EMPTY: '' };

test.each([
  ['$A', '1'],
  ['${A}b', '1b'],
  ['$AB', ''],
  ['${A:-x}${NONE:-x}${EMPTY:-x}', '1xx'],
  ['${A:+x}${NONE:+x}', 'x'],
  [String.raw`\$A`, '$A'],
  ['no variable', 'no variable'],
])('%s is filled in as %s', (text, filled) => {
  expect(expand(text, variables)).toBe(filled);
});

test.each([
  ['a b  c', ['a', 'b', 'c']],
  ['"a b" c', ['a b', 'c']],
  [`'a $A' "b $A" c$A`, ['a $A', 'b 1', 'c1']],
  [String.raw`a\ b c\"d`, ['a b', 'c"d']],
  [String.raw`K="x \"y\" z"`, ['K=x "y" z']],
  ['', []],
])('%s is %j', (text, list) => {
  expect(words(text, variables)).toEqual(list);
});

test.each([
  ['["node", "a b"]', ['node', 'a b']],
  ['node a', undefined],
  ['["node", 1]', undefined],
  ['[ -f x ] && y', undefined],
])('%s in exec form is %j', (text, list) => {
  expect(execForm(text)).toEqual(list);
});
