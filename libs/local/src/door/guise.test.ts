import { expect, test } from 'vitest';

import { disguise, undisguise } from './guise.ts';

const at = { host: 'localhost:8080', guise: 'http://todo.local' };

test('a request looks as if it had been sent to the other address', () => {
  const sent = [
    'Host',
    'localhost:8080',
    'Origin',
    'http://localhost:8080',
    'Referer',
    'http://localhost:8080/sign-in',
  ];
  expect(disguise(sent, at)).toEqual([
    'Host',
    'todo.local',
    'Origin',
    'http://todo.local',
    'Referer',
    'http://todo.local/sign-in',
  ]);
  const ours = ['X-Forwarded-Host', 'localhost:8080', 'X-Forwarded-Proto', 'http', 'X-Forwarded-Port', '8080'];
  expect(disguise(ours, { ...at, guise: 'https://todo.example' })).toEqual([
    'X-Forwarded-Host',
    'todo.example',
    'X-Forwarded-Proto',
    'https',
    'X-Forwarded-Port',
    '443',
  ]);
});

test.each(['http://evil.example', 'http://localhost:8080.evil.example', 'http://localhost:3000', 'null'])(
  'the page of somebody else, %s, keeps its origin',
  (origin) => {
    expect(disguise(['Origin', origin, 'Referer', `${origin}/x`], at)).toEqual([
      'Origin',
      origin,
      'Referer',
      `${origin}/x`,
    ]);
  },
);

test.each([
  ['http://todo.local/tasks?x=1', 'http://localhost:8080/tasks?x=1'],
  ['http://todo.local', 'http://localhost:8080'],
  ['http://todo.localhost/', 'http://todo.localhost/'],
  ['/tasks', '/tasks'],
  ['https://elsewhere.example/', 'https://elsewhere.example/'],
])('a redirect to %s leads to %s', (from, to) => {
  expect(undisguise(['Location', from, 'X-Other', from], at)).toEqual(['Location', to, 'X-Other', from]);
});

test('without a guise nothing is changed', () => {
  const headers = ['Host', 'a', 'Origin', 'http://a', 'Location', 'http://b'];
  expect(disguise(headers, { host: 'a' })).toEqual(headers);
  expect(undisguise(headers, { host: 'a' })).toEqual(headers);
});
