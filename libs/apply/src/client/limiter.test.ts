import { expect, test } from 'vitest';
import { makeLimiter } from './limiter.ts';

/** A clock that stands, and how many run at once when many are asked for. */
function stand(most: number): { at: number; busy(): Promise<number>; limiter: ReturnType<typeof makeLimiter> } {
  const clock = { at: 0 };
  const limiter = makeLimiter(most, () => clock.at);
  const busy = async (): Promise<number> => {
    let [running, peak] = [0, 0];
    const work = async (): Promise<void> => {
      running += 1;
      peak = Math.max(peak, running);
      await new Promise((done) => {
        setImmediate(done);
      });
      running -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => limiter.run(work)));
    return peak;
  };
  return Object.assign(clock, { busy, limiter });
}

test('no more than the limit run at once', async () => {
  expect(await stand(8).busy()).toBe(8);
});

test('one burst of 429 halves the limit once, a later one again, never below one', async () => {
  const it = stand(8);
  for (let answer = 0; answer < 8; answer += 1) it.limiter.throttled();
  expect(await it.busy()).toBe(4);
  for (const at of [2000, 4000, 6000]) {
    it.at = at;
    it.limiter.throttled();
  }
  expect(await it.busy()).toBe(1);
});

test('after 30 s of calm it doubles, step by step', async () => {
  const it = stand(8);
  it.limiter.throttled();
  it.at = 2000;
  it.limiter.throttled();
  it.at = 31_999;
  expect(await it.busy()).toBe(2);
  it.at = 32_000;
  expect(await it.busy()).toBe(4);
  it.at = 62_000;
  expect(await it.busy()).toBe(8);
});

test('work that fails makes room for the next', async () => {
  const limiter = makeLimiter(1);
  await expect(limiter.run(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect(await limiter.run(() => Promise.resolve('yes'))).toBe('yes');
});
