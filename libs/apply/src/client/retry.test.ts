import { expect, test } from 'vitest';
import { retryDelay, type FailedTry } from './retry.ts';

const tried = (o: Partial<FailedTry>): number | undefined =>
  retryDelay({ method: 'PATCH', attempt: 1, elapsedMs: 0, seen: true, ...o });

test.each([
  ['a connection that broke under a PATCH', { code: 'ECONNRESET' }],
  [
    'an old connection that the server had closed, under a POST',
    { method: 'POST', code: 'ECONNRESET', reusedSocket: true },
  ],
  ['a POST that never left', { method: 'POST', code: 'ECONNREFUSED' }],
  ['429 that says when, even for a POST', { method: 'POST', status: 429, retryAfter: '1' }],
  ['503', { status: 503 }],
  ['500 while etcd elects a leader', { status: 500, message: 'etcdserver: leader changed' }],
  [
    '409 of a quota that was counted meanwhile',
    { status: 409, message: 'on resourcequotas "q": the object has been modified' },
  ],
] satisfies [string, Partial<FailedTry>][])('%s is tried again', (_, o) => {
  expect(tried(o)).toBeGreaterThan(0);
});

test.each([
  ['a fresh connection that broke under a POST: it may be done already', { method: 'POST', code: 'ECONNRESET' }],
  ['an old one that broke twice under a POST', { method: 'POST', code: 'ECONNRESET', reusedSocket: true, attempt: 2 }],
  ['a POST that timed out', { method: 'POST', code: 'ETIMEDOUT' }],
  ['a name that is not known', { code: 'ENOTFOUND' }],
  ['404', { status: 404 }],
  ['422', { status: 422 }],
  ['a conflict of versions', { status: 409, message: 'the object has been modified' }],
  ['500 for an unknown reason', { status: 500, message: 'boom' }],
  ['a server that never answered, after two seconds', { code: 'ECONNREFUSED', seen: false, elapsedMs: 1900 }],
  ['one that is away for a minute', { code: 'ECONNREFUSED', elapsedMs: 60_000, attempt: 12 }],
  ['504, after five tries', { status: 504, attempt: 6 }],
] satisfies [string, Partial<FailedTry>][])('%s is not', (_, o) => {
  expect(tried(o)).toBeUndefined();
});

test('the server says how long to wait, up to 30 s', () => {
  expect(tried({ status: 429, retryAfter: '7' })).toBe(7000);
  expect(tried({ status: 503, retryAfter: '3600' })).toBe(30_000);
});

test('the pauses grow up to 5 s', () => {
  const pauses = [1, 2, 3, 4, 5, 6, 7].map((attempt) => tried({ code: 'ECONNRESET', attempt }));
  expect(pauses).toEqual([200, 400, 800, 1600, 3200, 5000, 5000]);
});
