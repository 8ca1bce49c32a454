import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { conversationStore } from './conversation-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';
import { turnStore, type Turn, type TurnStore } from './turn-store.ts';

let scratch: Scratch;
let store: TurnStore;
let other: TurnStore;
let conversationId: number;

beforeAll(async () => {
  scratch = await startScratch();
  store = turnStore(scratch.database);
  other = turnStore(scratch.replica);
}, 120_000);
beforeEach(async () => {
  await scratch.reset('ann', 'bob');
  conversationId = (await conversationStore(scratch.database).create('ann', 'talk')).id;
});
afterAll(() => scratch?.remove());

const start = (milliseconds = 60_000): Promise<Turn> =>
  store.start({ userId: 'ann', conversationId, deadlineAt: new Date(Date.now() + milliseconds) });
const seqs = async (turnId: string): Promise<readonly number[]> =>
  (await store.eventsAfter([{ turnId, seq: 0 }])).map(({ seq }) => seq);

test('a turn runs until it ends, once', async () => {
  const turn = await start();
  expect(turn).toMatchObject({ userId: 'ann', conversationId, status: 'running', endedAt: undefined });
  expect(await other.get('ann', turn.id)).toEqual(turn);
  expect(await other.end(turn.id, 'done')).toBe(true);
  expect(await store.end(turn.id, 'failed')).toBe(false);
  expect(await store.get('ann', turn.id)).toMatchObject({ status: 'done', endedAt: expect.any(Date) });
});

test('its events count from 1, and the last one comes with the end', async () => {
  const { id } = await start();
  expect(await store.append(id, 'delta', { text: 'a' })).toEqual({ seq: 1, cancelRequested: false });
  expect(await other.append(id, 'delta', { text: 'b' })).toEqual({ seq: 2, cancelRequested: false });
  expect(await store.end(id, 'done', { event: 'done', data: { response: 'ab' } })).toBe(true);
  expect(await other.eventsAfter([{ turnId: id, seq: 1 }])).toEqual([
    { turnId: id, seq: 2, event: 'delta', data: { text: 'b' } },
    { turnId: id, seq: 3, event: 'done', data: { response: 'ab' } },
  ]);
});

test('a turn that has ended takes no event, and is not cancelled', async () => {
  const { id } = await start();
  await store.end(id, 'done');
  expect(await store.append(id, 'delta', {})).toBeUndefined();
  expect(await store.end(id, 'failed', { event: 'error', data: {} })).toBe(false);
  expect(await store.requestCancel('ann', id)).toBe(false);
  expect(await seqs(id)).toEqual([]);
});

test('events added at once on two replicas have each number once, without a gap', async () => {
  const { id } = await start();
  await Promise.all(Array.from({ length: 40 }, (_, n) => (n % 2 === 0 ? store : other).append(id, 'delta', { n })));
  expect(await seqs(id)).toEqual(Array.from({ length: 40 }, (_, n) => n + 1));
});

test('of an end and many events at once nothing comes after the last event', async () => {
  const { id } = await start();
  const writes = Array.from({ length: 20 }, (_, n) => store.append(id, 'delta', { n }));
  const ended = other.end(id, 'cancelled', { event: 'error', data: {} });
  await Promise.all([...writes, ended]);
  expect((await store.eventsAfter([{ turnId: id, seq: 0 }])).at(-1)).toMatchObject({ event: 'error' });
});

test('many turns are followed in one question, each from its own place', async () => {
  const [one, two] = [await start(), await start()];
  for (const id of [one.id, two.id]) for (const n of [1, 2, 3]) await store.append(id, 'delta', { n });
  const refs = [
    { turnId: one.id, seq: 2 },
    { turnId: two.id, seq: 0 },
  ];
  const rows = await other.eventsAfter(refs);
  expect(rows.filter(({ turnId }) => turnId === one.id).map(({ seq }) => seq)).toEqual([3]);
  expect(rows.filter(({ turnId }) => turnId === two.id).map(({ seq }) => seq)).toEqual([1, 2, 3]);
  expect(await other.eventsAfter(refs, { limit: 1 })).toHaveLength(2);
  expect(await other.eventsAfter([])).toEqual([]);
});

test('whoever works on a turn learns from its next event that it is to be cancelled', async () => {
  const { id } = await start();
  expect(await other.requestCancel('ann', id)).toBe(true);
  expect(await other.requestCancel('ann', id)).toBe(true);
  expect(await store.append(id, 'delta', {})).toEqual({ seq: 1, cancelRequested: true });
  expect(await store.get('ann', id)).toMatchObject({ status: 'running', cancelRequestedAt: expect.any(Date) });
});

test('the states of many turns are told in one question', async () => {
  const [late, asked] = [await start(-1000), await start()];
  await store.requestCancel('ann', asked.id);
  await other.keepFollowed([late.id, asked.id]);
  const states = await store.watch([late.id, asked.id]);
  expect(states).toHaveLength(2);
  const followedSecondsAgo = expect.any(Number);
  expect(states).toContainEqual({
    id: late.id,
    status: 'running',
    cancelRequested: false,
    overdue: true,
    followedSecondsAgo,
  });
  expect(states).toContainEqual({
    id: asked.id,
    status: 'running',
    cancelRequested: true,
    overdue: false,
    followedSecondsAgo,
  });
  expect(await store.watch([])).toEqual([]);
});

test('a turn that nobody reads elsewhere says so', async () => {
  const { id } = await start();
  await store.keepFollowed([]);
  expect(await store.watch([id])).toMatchObject([{ followedSecondsAgo: undefined }]);
});

test('two replicas that note the same turns in another order do not lock each other out', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 20; n++) ids.push((await start()).id);
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      n % 2 === 0 ? store.keepFollowed(ids) : other.keepFollowed(ids.toReversed()),
    ),
  );
  expect((await store.watch(ids)).every(({ followedSecondsAgo }) => followedSecondsAgo !== undefined)).toBe(true);
});

test('a turn whose replica died is failed after its deadline, by one of those who follow it', async () => {
  const { id } = await start(-1000);
  const last = { event: 'error', data: { code: 'TURN_LOST' } };
  const outcomes = await Promise.all(
    Array.from({ length: 10 }, (_, n) => (n % 2 === 0 ? store : other).failOverdue(id, last)),
  );
  expect(outcomes.filter(Boolean)).toHaveLength(1);
  expect(await store.get('ann', id)).toMatchObject({ status: 'failed' });
  expect(await store.eventsAfter([{ turnId: id, seq: 0 }])).toEqual([{ turnId: id, seq: 1, ...last }]);
});

test('a turn is left alone before its deadline', async () => {
  const { id } = await start();
  expect(await store.failOverdue(id)).toBe(false);
  expect(await store.get('ann', id)).toMatchObject({ status: 'running' });
});

test("another person's turn can't be seen or cancelled", async () => {
  const { id } = await start();
  expect(await store.get('bob', id)).toBeUndefined();
  expect(await store.requestCancel('bob', id)).toBe(false);
});

test.each(['', 'nonsense', `'; DROP TABLE chat_turns; --`, '\0'])('%j is no turn', async (id) => {
  expect(await store.get('ann', id)).toBeUndefined();
  expect(await store.requestCancel('ann', id)).toBe(false);
});

test.each([
  { what: 'half of a surrogate pair', data: { text: '\ud83c' } },
  { what: 'NUL', data: { text: 'a\0b' } },
  { what: 'the order of its fields', data: { z: 1, a: [{ y: null, b: '' }] } },
  { what: 'a list', data: [1, 'two'] },
  { what: 'text', data: "it's" },
])('an event keeps $what', async ({ data }) => {
  const { id } = await start();
  await store.append(id, 'delta', data);
  await store.end(id, 'done', { event: 'done', data });
  const rows = await store.eventsAfter([{ turnId: id, seq: 0 }]);
  expect(rows.map((row) => JSON.stringify(row.data))).toEqual([JSON.stringify(data), JSON.stringify(data)]);
});

test('a turn begins for nobody whose account, and in no conversation that, is gone', async () => {
  const turn = { userId: 'ann', conversationId, deadlineAt: new Date() };
  await expect(store.start({ ...turn, conversationId: 0 })).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
  await expect(store.start({ ...turn, userId: 'nobody' })).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
});

test('turns and events go with their conversation', async () => {
  const { id } = await start();
  await store.append(id, 'delta', {});
  await conversationStore(scratch.database).remove('ann', conversationId);
  expect(await store.append(id, 'delta', {})).toBeUndefined();
  expect(await scratch.database.query('SELECT FROM chat_events')).toEqual([]);
});
