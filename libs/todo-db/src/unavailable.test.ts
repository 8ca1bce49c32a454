import pg from 'pg';
import { expect, test } from 'vitest';
import { DatabaseUnavailable, isUnavailable, mayComeUp } from './unavailable.ts';

const refusedBySocket = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });

function stated(code: string): pg.DatabaseError {
  return Object.assign(new pg.DatabaseError('said by the server', 1, 'error'), { code });
}

test.each([
  { when: 'nothing listens', error: refusedBySocket, later: true },
  { when: 'the connection was cut', error: new Error('Connection terminated'), later: true },
  { when: 'the server starts up', error: stated('57P03'), later: true },
  { when: 'there are too many connections', error: stated('53300'), later: true },
  { when: 'the password is wrong', error: stated('28P01'), later: false },
  { when: 'the database does not exist', error: stated('3D000'), later: false },
])('the database is unavailable when $when; worth waiting: $later', ({ error, later }) => {
  expect(isUnavailable(error)).toBe(true);
  expect(mayComeUp(new DatabaseUnavailable('away', { cause: error }))).toBe(later);
});

test.each([
  { when: 'a constraint is violated', error: stated('23505') },
  { when: 'a table is missing', error: stated('42P01') },
  { when: 'the URL is none', error: new TypeError('Invalid URL') },
])('it is no outage, and not waited for, when $when', ({ error }) => {
  expect(isUnavailable(error)).toBe(false);
  expect(mayComeUp(error)).toBe(false);
});
