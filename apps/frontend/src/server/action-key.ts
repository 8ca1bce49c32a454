import { hkdfSync } from 'node:crypto';

/**
 * The key with which Next encrypts what a server action closes over: the same in all replicas, and in no build output.
 *
 * @param secret BETTER_AUTH_SECRET
 * @returns 32 bytes in base64, as NEXT_SERVER_ACTIONS_ENCRYPTION_KEY wants them
 * @see https://nextjs.org/docs/app/guides/data-security#overwriting-encryption-keys-advanced
 */
export function deriveActionKey(secret: string): string {
  return Buffer.from(hkdfSync('sha256', secret, '', 'todo/frontend/server-actions', 32)).toString('base64');
}
