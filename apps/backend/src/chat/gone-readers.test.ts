import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents, readEvents } from './testing/read-events.ts';

let world: ChatWorld;
let first: Replica;
let second: Replica;
let ann: Person;

beforeAll(async () => {
  world = await startChatWorld();
  [first, second] = await Promise.all([world.replica(), world.replica()]);
  ann = await world.person();
}, 120_000);
afterAll(() => world?.close());

async function begin(): Promise<{
  readonly turnId: string;
  readonly conversationId: number;
  readonly end: () => Promise<unknown>;
}> {
  const events = readEvents(await ann.call(first, '/chat/stream', { json: { message: 'Go on' } }));
  const { value } = await events.next();
  const { turn_id, conversation_id } = value?.data ?? {};
  const end = async (): Promise<void> => {
    for (;;) if ((await events.next()).done) return;
  };
  return { turnId: String(turn_id), conversationId: Number(conversation_id), end };
}

const words = Array.from({ length: 30 }, (_, index) => `word${index} `);

test('the readers of a conversation that is deleted are let go, on every replica', { timeout: 30_000 }, async () => {
  world.model.script([{ text: words, delayMilliseconds: 100 }]);
  const { turnId, conversationId, end } = await begin();
  const elsewhere = allEvents(await ann.call(second, `/chat/turns/${turnId}/events`));
  expect((await ann.call(first, `/conversations/${conversationId}`, { method: 'DELETE' })).status).toBe(204);
  await Promise.all([end(), elsewhere]);
});

test('the id of a turn means the same in capital letters', { timeout: 30_000 }, async () => {
  world.model.script([{ text: ['Done.'] }]);
  const { turnId, end } = await begin();
  await end();
  const shouted = turnId.toUpperCase();
  const headers = { 'last-event-id': `${turnId}:1` };
  const events = [...(await allEvents(await ann.call(second, `/chat/turns/${shouted}/events`, { headers })))];
  expect(events.at(-1)).toMatchObject({ event: 'done' });
});

test('HEAD of a stream is answered without a reader that nobody would ever let go', { timeout: 30_000 }, async () => {
  world.model.script([{ text: words, delayMilliseconds: 100 }]);
  const { turnId, end } = await begin();
  const head = await ann.call(second, `/chat/turns/${turnId}/events`, { method: 'HEAD' });
  expect([head.status, head.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
  await end();
  const turns = await world.database.query<{ followed: boolean }>(
    'SELECT followed_at IS NOT NULL AS followed FROM chat_turns WHERE id = $1',
    [turnId],
  );
  expect(turns).toEqual([{ followed: false }]);
});
