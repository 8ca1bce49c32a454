import { webcrypto } from 'node:crypto';
import { expect, test, vi } from 'vitest';
import { randomKey } from './random-key.ts';

test('keys are 128 bits each, and made without what insecure origins lack', () => {
  vi.stubGlobal('crypto', { getRandomValues: (bytes: Uint8Array<ArrayBuffer>) => webcrypto.getRandomValues(bytes) });
  try {
    const keys = Array.from({ length: 100 }, randomKey);
    expect(new Set(keys).size).toBe(100);
    for (const key of keys) expect(key).toMatch(/^[\da-f]{32}$/);
  } finally {
    vi.unstubAllGlobals();
  }
});
