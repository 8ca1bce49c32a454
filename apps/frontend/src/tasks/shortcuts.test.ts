import { expect, test } from 'vitest';

import { shortcutOf } from './shortcuts.ts';

const press = { ctrlKey: false, metaKey: false, altKey: false, defaultPrevented: false };

test.each([
  ['n', 'add'],
  ['/', 'search'],
  ['?', 'help'],
  ['x', undefined],
  ['constructor', undefined],
])('%s alone means %s', (key, expected) => {
  expect(shortcutOf({ ...press, key }, false)).toBe(expected);
});

test.each(['ctrlKey', 'metaKey', 'altKey', 'defaultPrevented'] as const)('with %s a key is left to others', (held) => {
  expect(shortcutOf({ ...press, key: 'n', [held]: true }, false)).toBeUndefined();
});

test('while somebody writes, a letter is a letter', () => {
  expect(shortcutOf({ ...press, key: 'n' }, true)).toBeUndefined();
});
