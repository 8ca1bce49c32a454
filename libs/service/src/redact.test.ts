import { expect, test } from 'vitest';
import { describeError } from './logger.ts';
import { redact } from './redact.ts';

test.each([
  { text: 'User not found ann@example.com', left: 'User not found [address]' },
  { text: 'postgres://todo:secret@postgres:5432/todo', left: 'postgres://[secret]@postgres:5432/todo' },
  { text: 'Bearer abc.def', left: '[token]' },
  { text: 'got eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhIn0.c2ln!', left: 'got [token]!' },
  { text: 'listening on http://0.0.0.0:8000', left: 'listening on http://0.0.0.0:8000' },
])('of "$text" a log keeps "$left"', ({ text, left }) => {
  expect(redact(text)).toBe(left);
});

const title = 'Call the doctor';
test.each([
  {
    when: 'drizzle, which appends the parameters',
    error: new Error(`Failed query: insert into tasks values ($1)\nparams: ${title}`, {
      cause: Object.assign(new Error('connection refused'), { code: 'ECONNREFUSED' }),
    }),
    reason: 'connection refused',
  },
  {
    when: 'Postgres, which quotes the value',
    error: Object.assign(new Error(`invalid input syntax for type integer: "${title}"`), { code: '22P02' }),
    reason: 'invalid input syntax for type integer: "…"',
  },
  {
    when: 'Postgres, which quotes a name of ours',
    error: Object.assign(new Error('relation "tasks" does not exist'), { code: '42P01' }),
    reason: 'relation "tasks" does not exist',
  },
])('the reason in the log holds nothing that a person wrote: $when', ({ error, reason }) => {
  expect(describeError(error)).toMatchObject({ reason });
});

test('a body that is no JSON is not quoted', () => {
  const failed = (): unknown => {
    try {
      return JSON.parse(`{"title": "${title}" oops}`);
    } catch (error) {
      return describeError(error);
    }
  };
  expect(JSON.stringify(failed())).not.toContain('doctor');
});
