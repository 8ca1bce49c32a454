import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { idempotencyStore, type IdempotencyStore } from './idempotency-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: IdempotencyStore;
let other: IdempotencyStore;

beforeAll(async () => {
  scratch = await startScratch();
  store = idempotencyStore(scratch.database);
  other = idempotencyStore(scratch.replica);
}, 120_000);
beforeEach(() => scratch.reset('ann', 'bob'));
afterAll(() => scratch?.remove());

test('a request is new, then in progress, then done with its answer', async () => {
  expect(await store.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'new' });
  expect(await other.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'in-progress' });
  await store.finish('ann', 'k', 201, { id: 7 });
  expect(await other.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'done', status: 201, body: { id: 7 } });
});

test.each([
  { when: 'its body is another', route: 'POST tasks', hash: 'other' },
  { when: 'its route is another', route: 'POST chat', hash: 'h' },
])('a key is refused for a request when $when', async ({ route, hash }) => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  expect(await store.begin('ann', 'k', route, hash)).toEqual({ state: 'mismatch' });
  await store.finish('ann', 'k', 201, {});
  expect(await store.begin('ann', 'k', route, hash)).toEqual({ state: 'mismatch' });
});

test('the same key of another person is another key', async () => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  expect(await store.begin('bob', 'k', 'POST tasks', 'h')).toEqual({ state: 'new' });
});

test('of 20 equal requests at once on two replicas one is new', async () => {
  const begun = await Promise.all(
    Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? store : other).begin('ann', 'k', 'POST tasks', 'h')),
  );
  expect(begun.filter(({ state }) => state === 'new')).toHaveLength(1);
  expect(begun.filter(({ state }) => state === 'in-progress')).toHaveLength(19);
});

test('a request that did nothing may be sent again', async () => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  await store.forget('ann', 'k');
  expect(await store.begin('ann', 'k', 'POST tasks', 'other')).toEqual({ state: 'new' });
});

test('an answer is neither forgotten nor replaced', async () => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  await store.finish('ann', 'k', 201, 'first');
  await other.finish('ann', 'k', 500, 'second');
  await other.forget('ann', 'k');
  expect(await store.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'done', status: 201, body: 'first' });
});

test('a request whose replica died is taken over, by one', async () => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  await scratch.database.query(`UPDATE idempotency_keys SET created_at = now() - interval '2 minutes'`);
  expect(await store.begin('ann', 'k', 'POST tasks', 'other')).toEqual({ state: 'mismatch' });
  const begun = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? store : other).begin('ann', 'k', 'POST tasks', 'h')),
  );
  expect(begun.filter(({ state }) => state === 'new')).toHaveLength(1);
});

test('begins and forgets at once end with one who is at it', async () => {
  const rounds = Array.from({ length: 30 }, async (_, n) => {
    const replica = n % 2 === 0 ? store : other;
    const { state } = await replica.begin('ann', 'k', 'POST tasks', 'h');
    if (state === 'new') await replica.forget('ann', 'k');
    return state;
  });
  const states = await Promise.all(rounds);
  expect(states).toContain('new');
  expect(states.filter((state) => state !== 'new' && state !== 'in-progress')).toEqual([]);
  expect(await store.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'new' });
});

test('a body is kept verbatim', async () => {
  const body = { title: `'; DROP TABLE tasks; -- اردو 🎉`, odd: 'a\0b\ud800', empty: null };
  await store.begin('ann', 'k', 'POST tasks', 'h');
  await store.finish('ann', 'k', 201, body);
  expect(await store.begin('ann', 'k', 'POST tasks', 'h')).toMatchObject({ body });
});

test('a refusal without a body is kept too', async () => {
  await store.begin('ann', 'k', 'POST tasks', 'h');
  await store.finish('ann', 'k', 204, null);
  expect(await store.begin('ann', 'k', 'POST tasks', 'h')).toEqual({ state: 'done', status: 204, body: null });
});
