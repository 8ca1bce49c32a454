import { expect, test } from 'vitest';

import { originForm, requestPath, targetAuthority } from './request-path.ts';

test.each([
  ['/', '/'],
  ['/api', '/api'],
  ['/api/', '/api/'],
  ['/api?x=/../y', '/api'],
  ['/api#x', '/api'],
  ['//api', '/api'],
  ['/a//b', '/a/b'],
  ['/a/./b', '/a/b'],
  ['/a/../b', '/b'],
  ['/../../b', '/b'],
  ['/a/..', '/'],
  ['/a/b/.', '/a/b/'],
  ['/%61pi', '/api'],
  ['/a/%2e%2e/b', '/b'],
  ['/a%2Fb', '/a/b'],
  ['/a/..%2fb', '/b'],
  ['/%', '/%'],
  ['/%ff', '/%ff'],
  ['/.well-known/x', '/.well-known/x'],
  ['http://host/api?x', '/api'],
  ['http://host', '/'],
  ['*', '*'],
])('%s is compared as %s', (target, path) => {
  expect(requestPath(target)).toBe(path);
});

test.each([
  ['/a?b', '/a?b'],
  ['http://host/a?b', '/a?b'],
  ['http://host', '/'],
  ['http://host?b', '/?b'],
  ['*', '*'],
])('%s is sent on as %s', (target, sent) => {
  expect(originForm(target)).toBe(sent);
});

test('a whole URL names its host itself, a path does not', () => {
  expect(targetAuthority('http://evil.example:80/x')).toBe('evil.example:80');
  expect(targetAuthority('/http://evil.example/')).toBeUndefined();
});
