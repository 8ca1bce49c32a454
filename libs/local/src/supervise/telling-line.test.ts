import { expect, test } from 'vitest';
import { tellingLine } from './telling-line.ts';

test.each([
  ['nothing', [], undefined],
  ['the last words', ['starting', 'no such setting', ''], 'no such setting'],
  [
    'the error above a stack',
    [
      'file:///app/main.mjs:6',
      '      write()',
      '      ^',
      '',
      'ReferenceError: write is not defined',
      '    at x (y:1:2)',
      '',
      'Node.js v24.21.0',
    ],
    'ReferenceError: write is not defined',
  ],
  [
    'an error with a code',
    ['Error [ERR_MODULE_NOT_FOUND]: Cannot find x', '    at x', '  code: 1', '}'],
    'Error [ERR_MODULE_NOT_FOUND]: Cannot find x',
  ],
  [
    'what a server calls fatal',
    ['LOG:  starting', 'FATAL:  data directory is wrong', 'LOG:  database system is shut down'],
    'FATAL:  data directory is wrong',
  ],
  [
    'the message of a line in JSON',
    ['{"level":"info","message":"starting"}', '{"level":"error","message":"no DATABASE_URL"}'],
    'no DATABASE_URL',
  ],
  ['its error, too', ['{"message":"cannot start","error":{"message":"no host"}}'], 'cannot start: no host'],
  [
    'no password of a URL',
    ['Error: no route to postgres://todo:p%40ss@db:5432/x'],
    'Error: no route to postgres://todo:***@db:5432/x',
  ],
  ['broken JSON', ['{"message":'], '{"message":'],
])('of several lines, %s is told', (_, lines, telling) => {
  expect(tellingLine(lines)).toBe(telling);
});
