import { expect, test } from 'vitest';

import { timeZoneOf } from '../i18n/time-zone.ts';
import { localPath, preferenceCookies, returnPath } from './preferences.ts';
import { themeOf } from './theme.ts';

function cookies(form: Record<string, string>, secure = false): string[] {
  return preferenceCookies(new URLSearchParams(form), secure);
}

test('a choice is kept for a year, out of reach of scripts', () => {
  expect(cookies({ theme: 'dark' })).toEqual(['todo-theme=dark; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax']);
  expect(cookies({ locale: 'ur' }, true)[0]).toMatch(/^todo-locale=ur; .*; Secure$/);
  expect(cookies({ time_zone: 'Asia/Karachi' })[0]).toMatch(/^todo-time-zone=Asia%2FKarachi; /);
});

test('what is no preference leaves no cookie', () => {
  expect(cookies({ theme: 'dark; Domain=evil', locale: 'xx', time_zone: 'a;b', other: '1' })).toEqual([]);
});

test.each([
  ['https://todo.local/?status=pending', '/?status=pending'],
  ['https://evil.example/account', '/account'],
  ['https://evil.example//evil.example', '/'],
  ['https://evil.example/a/..//evil.example', '/'],
  [null, '/'],
  ['nonsense', '/'],
])('after a form on %s the browser goes to %s', (referer, expected) => {
  expect(returnPath(referer)).toBe(expected);
});

test.each([
  '//evil.example',
  '/\\evil.example',
  'https://evil.example',
  '/\t/evil.example',
  '/.//evil.example',
  '/%2e//evil.example',
  '/a/..//evil.example',
  '/./\\evil.example',
  'javascript:1',
  '',
  undefined,
])('to %j nobody is sent', (path) => {
  expect(localPath(path)).toBe('/');
});

test('unknown values are as good as none', () => {
  expect([themeOf('dark'), themeOf('pink'), themeOf(undefined)]).toEqual(['dark', 'system', 'system']);
  expect([timeZoneOf('Asia/Karachi'), timeZoneOf('Moon/Base'), timeZoneOf(undefined)]).toEqual([
    'Asia/Karachi',
    'UTC',
    'UTC',
  ]);
});
