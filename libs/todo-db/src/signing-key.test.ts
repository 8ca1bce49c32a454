import { afterAll, beforeAll, expect, test } from 'vitest';
import { signingKey } from './signing-key.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
beforeAll(async () => {
  scratch = await startScratch();
}, 120_000);
afterAll(() => scratch?.remove());

test('all replicas that ask at once get the same 32 bytes', async () => {
  const { database, replica } = scratch;
  const asked = await Promise.all(
    Array.from({ length: 20 }, (_, n) => signingKey(n % 2 === 0 ? database : replica, 'confirmations')),
  );
  expect(new Set(asked.map((key) => Buffer.from(key).toString('hex'))).size).toBe(1);
  expect(asked[0]).toBeInstanceOf(Uint8Array);
  expect(asked[0]).toHaveLength(32);
});

test('another name has another key', async () => {
  const { database } = scratch;
  expect(await signingKey(database, 'one')).not.toEqual(await signingKey(database, 'two'));
});
