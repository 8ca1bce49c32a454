import { expect, test } from 'vitest';

import { prettyLine } from './pretty-line.ts';

const time = '2026-11-21T15:04:05.678Z';
const pretty = (fields: object): ReturnType<typeof prettyLine> =>
  prettyLine(JSON.stringify({ time, level: 'info', ...fields }));

test('a line of our services has its time, its level, and its message before the rest', () => {
  expect(pretty({ service: 'backend', message: 'listening', host: '127.0.0.1', port: 3000 })).toEqual({
    time,
    level: 'info',
    text: 'listening host=127.0.0.1 port=3000',
  });
});

test('a request is one short clause', () => {
  const line = {
    service: 'backend',
    message: 'request',
    requestId: '0b9a1c1e-1111',
    method: 'GET',
    route: '/api/todos/:id',
  };

  expect(pretty({ ...line, status: 200, milliseconds: 3.4 }).text).toBe('GET /api/todos/:id 200 3.4 ms');
});

test('what only some requests have is still shown', () => {
  expect(pretty({ message: 'request', method: 'POST', path: '/x', status: 500, error: 'Oops' }).text).toBe(
    'POST /x 500 error=Oops',
  );
});

test('the id of a request is short, the id of its trace is for machines', () => {
  expect(pretty({ message: 'slow', requestId: '0b9a1c1e-2222-3333', traceId: 'abc' }).text).toBe(
    'slow requestId=0b9a1c1e',
  );
});

test('values that could be misread are quoted', () => {
  expect(pretty({ message: 'failed', reason: 'no such "table"', empty: '', list: [1, 'b'], none: null }).text).toBe(
    String.raw`failed reason="no such \"table\"" empty="" list=[1,"b"] none=null`,
  );
});

test('a message of several lines stays one line', () => {
  expect(pretty({ message: 'one\r\ntwo' }).text).toBe(String.raw`one\ntwo`);
});

test.each([
  ['warning', 'warn'],
  ['FATAL', 'error'],
  [50, 'error'],
  [40, 'warn'],
  [30, 'info'],
  [20, 'debug'],
])('level %s of another logger is %s', (given, level) => {
  expect(prettyLine(JSON.stringify({ level: given, msg: 'text' }))).toEqual({ level, text: 'text' });
});

test('a level that nobody knows is none', () => {
  expect(prettyLine('{"level":"loud","msg":"text"}')).toEqual({ text: 'text' });
});

test.each([
  ['a plain sentence'],
  [''],
  ['{ not: json }'],
  ['{"no":"message"}'],
  ['{"message":{"nested":true}}'],
  ['["message"]'],
  ['{"half":'],
  ['null'],
  ['   indented'],
])('%j stays as it is', (line) => {
  expect(prettyLine(line)).toEqual({ text: line });
});

test('a line of Postgres keeps its text and tells its level', () => {
  const line = '2026-11-21 15:00:00.123 UTC [4711] FATAL:  password authentication failed for user "todo"';

  expect(prettyLine(line)).toEqual({ level: 'error', text: line });
  expect(prettyLine('2026-11-21 15:00:00.123 UTC [4711] LOG:  ready').level).toBe('info');
});

test('a field that is named like a property of every object is a field', () => {
  expect(prettyLine('{"message":"m","__proto__":"x","constructor":"y","level":"toString"}').text).toContain(
    'constructor=y',
  );
});

test('a line of 1 MB is made readable as any other', () => {
  const long = 'x'.repeat(1_000_000);

  expect(pretty({ message: 'big', body: long }).text).toBe(`big body=${long}`);
});
