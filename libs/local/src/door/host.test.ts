import { expect, test } from 'vitest';

import { hostMatches, hostName, originOf } from './host.ts';

test.each([
  ['localhost', 'localhost'],
  ['LocalHost:8080', 'localhost'],
  ['todo.localhost.', 'todo.localhost'],
  ['todo.localhost.:8080', 'todo.localhost'],
  ['127.0.0.1:8080', '127.0.0.1'],
  ['[::1]:8080', '[::1]'],
  ['[::1]', '[::1]'],
  ['localhost:', 'localhost'],
])('%s names %s', (header, name) => {
  expect(hostName(header)).toBe(name);
});

test.each([
  [''],
  ['::1'],
  ['a b'],
  ['localhost:80:80'],
  ['localhost/path'],
  ['user@localhost'],
  ['localhost,evil'],
  ['.localhost'],
  [undefined],
])('%s names no host', (header) => {
  expect(hostName(header)).toBeUndefined();
});

test.each([
  [undefined, 'any.thing', true],
  ['todo.localhost', 'todo.localhost', true],
  ['Todo.Localhost', 'todo.localhost', true],
  ['todo.localhost', 'localhost', false],
  ['*.localhost', 'todo.localhost', true],
  ['*.localhost', 'a.todo.localhost', false],
  ['*.localhost', 'localhost', false],
  ['*.localhost', '.localhost', false],
])('a rule for %s and host %s: %s', (rule, host, matches) => {
  expect(hostMatches(rule, host)).toBe(matches);
});

test('the usual port is not part of an origin', () => {
  expect([originOf('localhost', 80), originOf('[::1]', 8080)]).toEqual(['http://localhost', 'http://[::1]:8080']);
});
