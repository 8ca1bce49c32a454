import { expect, test } from 'vitest';

import { fill, plural } from './format.ts';
import { directionOf, LOCALE_COOKIE, localeOf, LOCALES } from './locale.ts';
import { messagesOf } from './messages.ts';

/** Path → text of all texts below. */
function texts(value: unknown, path = ''): [path: string, text: string][] {
  if (typeof value === 'string') return [[path, value]];
  return Object.entries(value as object).flatMap(([key, inner]) => texts(inner, `${path}.${key}`));
}

const placeholders = (text: string): string[] => (text.match(/\{\w+\}/g) ?? []).sort();

test('both languages have the same texts with the same placeholders, and none is empty', () => {
  const english = texts(messagesOf('en'));
  const urdu = new Map(texts(messagesOf('ur')));
  expect([...urdu.keys()].sort()).toEqual(english.map(([path]) => path).sort());
  for (const [path, text] of english) {
    const translated = urdu.get(path) ?? '';
    expect(text.trim(), path).not.toBe('');
    expect(placeholders(translated), path).toEqual(placeholders(text));
  }
});

test('every Urdu text is written in its own script, apart from the names of keys', () => {
  const foreign = texts(messagesOf('ur')).filter(
    ([path, text]) => !/\p{Script=Arabic}/u.test(text) && !path.includes('.keys.'),
  );
  expect(foreign).toEqual([]);
});

test.each<[when: string, cookie: string | undefined, header: string | null, expected: string]>([
  ['nothing is known', undefined, null, 'en'],
  ['the browser prefers Urdu of Pakistan', undefined, 'ur-PK,en;q=0.8', 'ur'],
  ['the browser likes English more', undefined, 'ur;q=0.5, en;q=0.9', 'en'],
  ['the browser does not want Urdu', undefined, 'ur;q=0, de', 'en'],
  ['the first wish is a language that we lack', undefined, 'de-AT, ur;q=0.3', 'ur'],
  ['a choice was made', 'ur', 'en', 'ur'],
  ['the cookie holds nonsense', '<script>', 'ur', 'ur'],
  ['the header holds nonsense', undefined, ';;q=x,,;', 'en'],
])('when %s (cookie %s, header %s) the language is %s', (_when, cookie, header, expected) => {
  const cookies = {
    get: (name: string) => (name === LOCALE_COOKIE && cookie !== undefined ? { value: cookie } : undefined),
  };
  expect(localeOf(cookies, { get: () => header })).toBe(expected);
});

test('Urdu is written from right to left', () => {
  expect(LOCALES.map((locale) => directionOf(locale))).toEqual(['ltr', 'rtl']);
});

test('a text takes its values, a value with braces stays as it is, an unknown name too', () => {
  expect(fill('{a} and {b} and {c}', { a: '{b}', b: 2 })).toBe('{b} and 2 and {c}');
});

test.each([
  [0, '0 tasks'],
  [1, '1 task'],
  [1234, '1,234 tasks'],
])('%d is counted as "%s"', (count, expected) => {
  expect(plural('en', messagesOf('en').tasks.count, count)).toBe(expected);
});
