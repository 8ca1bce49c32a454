import { expect, test } from 'vitest';

import { deriveActionKey } from './action-key.ts';

const secret = 'a-secret-of-at-least-32-characters';

test('replicas with the same secret derive the same key, another secret gives another', () => {
  expect(deriveActionKey(secret)).toBe(deriveActionKey(secret));
  expect(deriveActionKey(secret)).not.toBe(deriveActionKey(`${secret}!`));
});

test('the key is what Next wants, an AES key of 32 bytes in base64, and does not contain the secret', async () => {
  const bytes = Buffer.from(deriveActionKey(secret), 'base64');
  expect(bytes).toHaveLength(32);
  expect(bytes.includes(secret.slice(0, 8))).toBe(false);
  await expect(crypto.subtle.importKey('raw', bytes, 'AES-GCM', true, ['encrypt'])).resolves.toBeDefined();
});
