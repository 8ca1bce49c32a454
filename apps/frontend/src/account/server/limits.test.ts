import { startTestPostgres, type TestPostgres } from '@todo/testing';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

import { databaseLimits, type Limits } from './limits.ts';

let postgres: TestPostgres;
let pools: pg.Pool[];
let replicas: Limits[];

beforeAll(async () => {
  postgres = await startTestPostgres({ migrated: true });
  pools = [1, 2].map(() => new pg.Pool({ connectionString: postgres.url, max: 5 }));
  replicas = pools.map((pool) => databaseLimits(pool, () => 1));
});
afterAll(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await postgres.remove();
});
beforeEach(async () => {
  await pools[0]?.query('TRUNCATE "rateLimit"');
});

const rule = { max: 5, window: 60 };

function consume(index: number, key = 'key', which = rule): Promise<{ allowed: boolean; retryAfter: number | null }> {
  const replica = replicas[index % 2];
  if (!replica) throw new Error('there are two');
  return replica.consume(key, which);
}

test('of many requests at once on two replicas only as many pass as may', async () => {
  const verdicts = await Promise.all(Array.from({ length: 40 }, (_, index) => consume(index)));
  expect(verdicts.filter(({ allowed }) => allowed)).toHaveLength(5);
  const waits = verdicts.filter(({ allowed }) => !allowed).map(({ retryAfter }) => retryAfter ?? 0);
  expect(Math.min(...waits)).toBeGreaterThan(55);
});

test('keys count by themselves', async () => {
  for (let index = 0; index < 5; index += 1) await consume(index);
  expect((await consume(0)).allowed).toBe(false);
  expect((await consume(0, 'another')).allowed).toBe(true);
});

test('a window ends by itself, for who comes steadily too', async () => {
  const short = { max: 3, window: 1 };
  const began = performance.now();
  let passed = 0;
  while (performance.now() - began < 2500) if ((await consume(0, 'steady', short)).allowed) passed += 1;
  expect(passed).toBe(9);
});

test('what is long over is taken away', async () => {
  const [pool] = pools;
  if (!pool) throw new Error('there are two');
  await consume(0, 'old');
  await pool.query(`UPDATE "rateLimit" SET "lastRequest" = "lastRequest" - 4000000`);
  await databaseLimits(pool, () => 0).consume('new', rule);
  const keys = async (): Promise<unknown> => (await pool.query('SELECT key FROM "rateLimit"')).rows;
  await expect.poll(keys).toEqual([{ key: 'new' }]);
});
