import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { conversationStore, type ConversationStore } from './conversation-store.ts';
import { startScratch, type Scratch } from './testing/scratch.ts';

let scratch: Scratch;
let store: ConversationStore;

beforeAll(async () => {
  scratch = await startScratch();
  store = conversationStore(scratch.database);
}, 120_000);
beforeEach(() => scratch.reset('ann', 'bob'));
afterAll(() => scratch?.remove());

const call = {
  tool: 'add_task',
  parameters: { title: 'a' },
  result: { task_id: 1 },
  duration_ms: 1.5,
  is_error: false,
};

test('a conversation comes back as it was created', async () => {
  const made = await store.create('ann', 'Groceries');
  expect(made).toEqual({
    id: expect.any(Number),
    user_id: 'ann',
    title: 'Groceries',
    created_at: expect.stringMatching(/Z$/),
    updated_at: made.created_at,
  });
  expect(await store.get('ann', made.id)).toEqual(made);
});

test('the one used last is listed first, in pages, with the number of all', async () => {
  const first = await store.create('ann', 'first');
  const second = await store.create('ann', 'second');
  await store.create('bob', 'other');
  await store.append('ann', first.id, { role: 'user', content: 'hello' });
  const { conversations, total } = await store.list('ann', { skip: 0, limit: 10 });
  expect(conversations.map(({ id }) => id)).toEqual([first.id, second.id]);
  expect(total).toBe(2);
  expect(await store.list('ann', { skip: 1, limit: 1 })).toMatchObject({
    conversations: [{ id: second.id }],
    total: 2,
  });
  expect(await store.list('ann', { skip: 5, limit: 1 })).toEqual({ conversations: [], total: 2 });
});

test('it is renamed and removed with its messages', async () => {
  const { id } = await store.create('ann', 'old');
  await store.append('ann', id, { role: 'user', content: 'hello' });
  expect(await store.rename('ann', id, 'new')).toMatchObject({ id, title: 'new' });
  expect(await store.remove('ann', id)).toBe(true);
  expect(await store.remove('ann', id)).toBe(false);
  expect(await store.get('ann', id)).toBeUndefined();
  expect(await scratch.database.query('SELECT FROM messages')).toEqual([]);
});

test('messages come oldest first, the last ones, and those before one', async () => {
  const { id } = await store.create('ann', 'talk');
  const said = [];
  for (const content of ['one', 'two', 'three', 'four'])
    said.push(await store.append('ann', id, { role: content === 'two' ? 'assistant' : 'user', content }));
  expect(await store.messages('ann', id, { limit: 10 })).toEqual(said);
  expect(await store.lastMessages('ann', id, 2)).toEqual(said.slice(2));
  expect(await store.messages('ann', id, { limit: 2, before: said[3]!.id })).toEqual(said.slice(1, 3));
  expect(await store.messages('ann', id, { limit: 2, before: said[0]!.id })).toEqual([]);
});

test('what the assistant did is kept with its message', async () => {
  const { id } = await store.create('ann', 'talk');
  const said = await store.append('ann', id, { role: 'assistant', content: 'done', tool_calls: [call] });
  expect(said).toMatchObject({ conversation_id: id, role: 'assistant', tool_calls: [call] });
  expect(await store.lastMessages('ann', id, 1)).toEqual([said]);
});

test.each([`'; DROP TABLE messages; --`, 'اردو 🎉 e\u0301', '<script>alert(1)</script>', 'x'.repeat(4000), '\n'])(
  'a message is kept verbatim (%#)',
  async (content) => {
    const { id } = await store.create('ann', 'talk');
    await store.append('ann', id, { role: 'user', content });
    expect(await store.lastMessages('ann', id, 1)).toMatchObject([{ content }]);
  },
);

test('what Postgres has no character for is replaced in a text, and kept in a tool call', async () => {
  const { id } = await store.create('ann', 'talk');
  const odd = { ...call, result: 'a\0b\ud800' };
  await store.append('ann', id, { role: 'assistant', content: 'a\0b\ud800', tool_calls: [odd] });
  expect(await store.lastMessages('ann', id, 1)).toMatchObject([{ content: 'a\ufffdb\ufffd', tool_calls: [odd] }]);
});

test("another person's conversation can't be seen, written or removed by its number", async () => {
  const { id } = await store.create('ann', 'private');
  await store.append('ann', id, { role: 'user', content: 'secret' });
  expect(await store.get('bob', id)).toBeUndefined();
  expect(await store.rename('bob', id, 'taken')).toBeUndefined();
  expect(await store.remove('bob', id)).toBe(false);
  expect(await store.append('bob', id, { role: 'user', content: 'mine' })).toBeUndefined();
  expect(await store.messages('bob', id, { limit: 10 })).toEqual([]);
  expect(await store.lastMessages('bob', id, 10)).toEqual([]);
  expect(await store.list('bob', { skip: 0, limit: 10 })).toEqual({ conversations: [], total: 0 });
  expect(await store.messages('ann', id, { limit: 10 })).toMatchObject([{ content: 'secret' }]);
});

test('a user whose account is gone begins no conversation', async () => {
  await expect(store.create('nobody', 'x')).rejects.toMatchObject({ code: 'USER_NOT_FOUND' });
});

test('messages said at once on two replicas are all kept, each once', async () => {
  const { id } = await store.create('ann', 'talk');
  const other = conversationStore(scratch.replica);
  const contents = Array.from({ length: 20 }, (_, n) => `message ${n}`);
  await Promise.all(
    contents.map((content, n) => (n % 2 === 0 ? store : other).append('ann', id, { role: 'user', content })),
  );
  const kept = await store.messages('ann', id, { limit: 100 });
  expect(kept.map(({ content }) => content).toSorted()).toEqual(contents.toSorted());
});
