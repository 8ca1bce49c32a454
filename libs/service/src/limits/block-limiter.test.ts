import { expect, test } from 'vitest';
import { blockLimiter, type Allowance, type RateWindows } from './block-limiter.ts';

const allowance: Allowance = { limit: 10, windowSeconds: 60, block: 4 };

/** One window per key, as the database keeps it, and how often it was asked. */
function windows(): RateWindows & { asked: number; reset(): void } {
  const used = new Map<string, number>();
  return {
    asked: 0,
    async take(key, amount, { limit, windowSeconds }) {
      this.asked += 1;
      const before = used.get(key) ?? 0;
      const granted = Math.max(0, Math.min(amount, limit - before));
      used.set(key, before + granted);
      return { granted, resetSeconds: windowSeconds };
    },
    reset: () => used.clear(),
  };
}

test('two replicas together grant no more than the limit, and ask once per block', async () => {
  const kept = windows();
  const replicas = [blockLimiter(kept), blockLimiter(kept)];
  const verdicts = await Promise.all(
    Array.from({ length: 30 }, async (_, index) => replicas[index % 2]?.take('ann', allowance)),
  );
  const allowed = verdicts.filter((verdict) => verdict?.allowed).length;
  expect(allowed).toBeLessThanOrEqual(10);
  expect(allowed).toBeGreaterThanOrEqual(7);
  expect(kept.asked).toBeLessThanOrEqual(6);
  expect(await replicas[0]?.take('bob', allowance)).toEqual({ allowed: true });
});

test('a refusal says when to come back, costs no further question, and ends with the window', async () => {
  let now = 0;
  const kept = windows();
  const limiter = blockLimiter(kept, () => now);
  for (let index = 0; index < 10; index += 1) expect((await limiter.take('ann', allowance)).allowed).toBe(true);
  expect(await limiter.take('ann', allowance)).toEqual({ allowed: false, retryAfterSeconds: 60 });
  const { asked } = kept;
  now = 30_000;
  expect(await limiter.take('ann', allowance)).toEqual({ allowed: false, retryAfterSeconds: 30 });
  expect(kept.asked).toBe(asked);
  now = 60_001;
  kept.reset();
  expect((await limiter.take('ann', allowance)).allowed).toBe(true);
});
