import { expect, test } from 'vitest';

import { accountError } from './account-error.ts';

const answer = (status: number, body: object, headers = {}): Response =>
  new Response(JSON.stringify(body), { status, headers });

test.each([
  { what: 'a wrong password', response: answer(401, { code: 'INVALID_EMAIL_OR_PASSWORD' }), code: 'WRONG_PASSWORD' },
  { what: 'a wrong present password', response: answer(400, { code: 'INVALID_PASSWORD' }), code: 'WRONG_PASSWORD' },
  { what: 'a taken address', response: answer(422, { code: 'USER_ALREADY_EXISTS' }), code: 'EMAIL_TAKEN' },
  { what: 'a session that has ended', response: answer(401, {}), code: 'SIGNED_OUT' },
  { what: 'too many attempts', response: answer(429, {}), code: 'TOO_MANY' },
  { what: 'a database that is away', response: answer(503, {}), code: 'UNAVAILABLE' },
  { what: 'a page of the ingress', response: new Response('<html>', { status: 502 }), code: 'UNAVAILABLE' },
  { what: 'anything else', response: answer(400, { code: 'NEW' }), code: 'REFUSED' },
])('$what is $code', async ({ response, code }) => {
  expect((await accountError(response)).code).toBe(code);
});

test('how long to wait is known where the server said so', async () => {
  expect((await accountError(answer(429, {}, { 'x-retry-after': '42' }))).retryAfterSeconds).toBe(42);
});
