import * as fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { rateWindowStore, type RateWindowStore } from './rate-window-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: RateWindowStore;
let other: RateWindowStore;
/** So long that no test sees two of them. */
const year = { limit: 10, windowSeconds: 365 * 86_400 };

beforeAll(async () => {
  scratch = await startScratch();
  store = rateWindowStore(scratch.database);
  other = rateWindowStore(scratch.replica);
}, 120_000);
beforeEach(() => scratch.database.query('DELETE FROM rate_windows'));
afterAll(() => scratch?.remove());

const granted = async (amount: number, key = 'k'): Promise<number> => (await store.take(key, amount, year)).granted;

test('what is left is granted, and no more', async () => {
  expect(await granted(4)).toBe(4);
  expect(await granted(4)).toBe(4);
  expect(await granted(4)).toBe(2);
  expect(await granted(4)).toBe(0);
  expect(await granted(0)).toBe(0);
});

test('a first wish beyond the limit gets the limit', async () => {
  expect(await granted(1000)).toBe(10);
  expect(await granted(1)).toBe(0);
});

test('each key has its own window', async () => {
  expect(await granted(10, 'one')).toBe(10);
  expect(await granted(10, `'; DROP TABLE rate_windows; --`)).toBe(10);
});

test('of 100 takes at once on two replicas exactly the limit is granted', async () => {
  const takes = Array.from({ length: 100 }, (_, n) => (n % 2 === 0 ? store : other).take('k', 1, year));
  const sum = (await Promise.all(takes)).reduce((total, take) => total + take.granted, 0);
  expect(sum).toBe(10);
});

test('blocks of any size at once never sum up to more than the limit, and to all of it if enough is asked for', async () => {
  const amounts = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 12 });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(amounts, async (wishes) => {
      const key = `run ${run++}`;
      const takes = await Promise.all(wishes.map((wish, n) => (n % 2 === 0 ? store : other).take(key, wish, year)));
      const sum = takes.reduce((total, take) => total + take.granted, 0);
      expect(sum).toBe(
        Math.min(
          10,
          wishes.reduce((total, wish) => total + wish, 0),
        ),
      );
      takes.forEach((take, n) => expect(take.granted).toBeLessThanOrEqual(wishes[n]!));
    }),
    { numRuns: 50 },
  );
});

test('the next window begins anew, when it was said to', async () => {
  const second = { limit: 1, windowSeconds: 1 };
  expect(await store.take('k', 1, second)).toEqual({ granted: 1, resetSeconds: 1 });
  await scratch.database.query(`UPDATE rate_windows SET window_start = window_start - interval '1 second'`);
  expect(await store.take('k', 1, second)).toMatchObject({ granted: 1 });
  const { resetSeconds } = await store.take('k', 1, year);
  expect(resetSeconds).toBeGreaterThan(0);
  expect(resetSeconds).toBeLessThanOrEqual(year.windowSeconds);
});

test('a take that comes late counts in the window that has begun', async () => {
  await store.take('k', 9, year);
  await scratch.database.query(`UPDATE rate_windows SET window_start = window_start + interval '366 days'`);
  expect(await granted(5)).toBe(1);
});

test('a limit that was lowered grants nothing of what is used up', async () => {
  await store.take('k', 8, year);
  expect(await store.take('k', 5, { ...year, limit: 5 })).toMatchObject({ granted: 0 });
  expect(await store.take('k', 5, year)).toMatchObject({ granted: 2 });
});
