import { expect, test } from 'vitest';
import { digestOf, signConfirmation, verifyConfirmation } from './confirmation-token.ts';

const key = new Uint8Array(32).fill(7);
const scope = { userId: 'ann', conversationId: 3 };
const claims = { id: 'b8f3f4de-5a3e-4c8f-9f2b-0f7d3a1c2e4d', tasks: digestOf([1, 2]), exp: 1_800_000_000_000 };
const token = signConfirmation(key, scope, claims);
const [text = '', signature = ''] = token.split('.');
const other = Buffer.from(JSON.stringify({ ...claims, tasks: digestOf([1, 2, 3]) })).toString('base64url');

test('a token says again what was signed', () => {
  expect(verifyConfirmation(key, scope, token)).toEqual(claims);
});

test.each([
  { when: 'it is another user’s', given: token, in: { ...scope, userId: 'bob' } },
  { when: 'it is of another conversation', given: token, in: { ...scope, conversationId: 4 } },
  { when: 'its text was changed', given: `${other}.${signature}`, in: scope },
  { when: 'its signature was cut', given: `${text}.${signature.slice(0, -2)}`, in: scope },
  { when: 'it has no signature', given: text, in: scope },
  { when: 'it has a third part', given: `${token}.x`, in: scope },
  { when: 'it is no token', given: 'confirm', in: scope },
  { when: 'it is empty', given: '', in: scope },
])('a token is refused when $when', ({ given, in: where }) => {
  expect(verifyConfirmation(key, where, given)).toBeUndefined();
});

test('a token of another installation is refused', () => {
  expect(verifyConfirmation(new Uint8Array(32).fill(8), scope, token)).toBeUndefined();
});

test('the order of the tasks matters, as they were shown in it', () => {
  expect(digestOf([1, 2])).not.toBe(digestOf([2, 1]));
});
