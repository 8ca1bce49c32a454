import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { confirmationStore, type ConfirmationStore } from './confirmation-store.ts';
import { conversationStore } from './conversation-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: ConfirmationStore;
let conversationId: number;
const payload = { task_ids: [1, 2, 3] };

beforeAll(async () => {
  scratch = await startScratch();
  store = confirmationStore(scratch.database);
}, 120_000);
beforeEach(async () => {
  await scratch.reset('ann', 'bob');
  conversationId = (await conversationStore(scratch.database).create('ann', 'talk')).id;
});
afterAll(() => scratch?.remove());

async function ask(given: unknown = payload, milliseconds = 60_000): Promise<string> {
  const expiresAt = new Date(Date.now() + milliseconds);
  const { id } = await store.create({
    userId: 'ann',
    conversationId,
    action: 'delete_tasks',
    payload: given,
    expiresAt,
  });
  return id;
}

test('a confirmation gives its payload once', async () => {
  const id = await ask();
  expect(await store.use('ann', conversationId, id)).toEqual(payload);
  expect(await store.use('ann', conversationId, id)).toBeUndefined();
});

test('of 20 uses at once on two replicas one gets the payload', async () => {
  const id = await ask();
  const other = confirmationStore(scratch.replica);
  const uses = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? store : other).use('ann', conversationId, id));
  expect((await Promise.all(uses)).filter((given) => given !== undefined)).toEqual([payload]);
});

test('it is no use after its time', async () => {
  expect(await store.use('ann', conversationId, await ask(payload, -1))).toBeUndefined();
});

test('it is no use to another person, and in another conversation, and is not used up by them', async () => {
  const id = await ask();
  const elsewhere = (await conversationStore(scratch.database).create('ann', 'other')).id;
  expect(await store.use('bob', conversationId, id)).toBeUndefined();
  expect(await store.use('ann', elsewhere, id)).toBeUndefined();
  expect(await store.use('ann', conversationId, id)).toEqual(payload);
});

test('nothing is asked in a conversation that is gone', async () => {
  const asked = { userId: 'ann', conversationId: 0, action: 'x', payload, expiresAt: new Date() };
  await expect(store.create(asked)).rejects.toMatchObject({ code: 'CONVERSATION_NOT_FOUND' });
});

test.each(['', 'nonsense', `'; DROP TABLE confirmations; --`, '\0'])('%j is no confirmation', async (id) => {
  expect(await store.use('ann', conversationId, id)).toBeUndefined();
});

test.each([[[]], ['"5"'], [{ text: 'a\0b\ud800' }], [7]])('a payload of %j comes back as it was', async (given) => {
  expect(await store.use('ann', conversationId, await ask(given))).toEqual(given);
});
