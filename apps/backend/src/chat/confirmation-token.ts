import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

/** Whose confirmation it is: part of the signature, not of the token. */
export interface ConfirmationScope {
  readonly userId: string;
  readonly conversationId: number;
}

/** What a token says: the row that makes it single-use, the tasks by their digest, and its end (milliseconds since the epoch). */
const claims = z.strictObject({ id: z.uuid(), tasks: z.string(), exp: z.int().positive() });
export type ConfirmationClaims = z.infer<typeof claims>;

/** The tasks that a confirmation is about, in a form that fits a token. */
export function digestOf(taskIds: readonly number[]): string {
  return createHash('sha256').update(JSON.stringify(taskIds)).digest('base64url');
}

/** Makes the token that a person sends back. */
export function signConfirmation(key: Uint8Array, scope: ConfirmationScope, given: ConfirmationClaims): string {
  const text = Buffer.from(JSON.stringify(given)).toString('base64url');
  return `${text}.${mac(key, scope, text).toString('base64url')}`;
}

/** What a token says; undefined when it was not signed with this key for this user and this conversation. */
export function verifyConfirmation(
  key: Uint8Array,
  scope: ConfirmationScope,
  token: string,
): ConfirmationClaims | undefined {
  const [text = '', signature = '', more] = token.split('.');
  const given = Buffer.from(signature, 'base64url');
  const expected = mac(key, scope, text);
  if (more !== undefined || given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  return claims.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')));
}

function mac(key: Uint8Array, { userId, conversationId }: ConfirmationScope, text: string): Buffer {
  return createHmac('sha256', key)
    .update(JSON.stringify(['todo-confirmation', userId, conversationId, text]))
    .digest();
}
