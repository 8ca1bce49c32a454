import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';

import { expect, test } from 'vitest';

import { withLock } from './lock.ts';

test('work under one name never overlaps', async () => {
  const name = randomUUID();
  let inside = 0;
  let most = 0;
  const work = async (): Promise<void> => {
    most = Math.max(most, ++inside);
    await delay(20);
    inside--;
  };
  await Promise.all([
    withLock(name, undefined, work),
    withLock(name, undefined, work),
    withLock(name, undefined, work),
  ]);
  expect(most).toBe(1);
});

test('work that fails leaves no lock', async () => {
  const name = randomUUID();
  await expect(withLock(name, undefined, () => Promise.reject(new Error('boom')))).rejects.toThrow('boom');
  await expect(withLock(name, undefined, () => Promise.resolve(1))).resolves.toBe(1);
});

test('a wait can be given up', async () => {
  const name = randomUUID();
  await withLock(name, undefined, async () => {
    const second = withLock(name, AbortSignal.timeout(50), () => Promise.resolve());
    await expect(second).rejects.toMatchObject({ code: 'INTERRUPTED' });
  });
});
