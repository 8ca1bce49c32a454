import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChatAnswer } from './chat-request.ts';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents } from './testing/read-events.ts';

let world: ChatWorld;
let first: Replica;
let second: Replica;
let ann: Person;

beforeAll(async () => {
  world = await startChatWorld();
  [first, second] = await Promise.all([world.replica(), world.replica()]);
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  ann = await world.person();
});

type Options = { readonly at?: Replica; readonly path?: string; readonly key?: string; readonly who?: Person };
const say = (json: object, { at = first, path = '/chat', key = 'key', who = ann }: Options = {}): Promise<Response> =>
  who.call(at, path, { json, headers: { 'idempotency-key': key } });
const STREAM = '/chat/stream';
const MILK = { message: 'Add milk' };

async function titles(): Promise<readonly string[]> {
  const { tasks } = (await (await ann.call(first, '/tasks')).json()) as { tasks: { title: string }[] };
  return tasks.map(({ title }) => title);
}
async function said(conversation: number): Promise<readonly string[]> {
  const answer = await ann.call(first, `/chat/history?conversation_id=${conversation}`);
  return ((await answer.json()) as { messages: { content: string }[] }).messages.map(({ content }) => content);
}
const addMilk = (): void =>
  world.model.script([
    { calls: [{ name: 'add_task', arguments: { title: 'Milk' } }] },
    { text: ['Added', ' it', '.'], delayMilliseconds: 150 },
  ]);

test('who lost the connection before the first event says it again elsewhere, and reads the same turn from its start', async () => {
  addMilk();
  const lost = await say(MILK, { path: STREAM });
  await lost.body?.cancel();
  const again = await say(MILK, { path: STREAM, at: second });
  expect(again.headers.get('idempotency-replayed')).toBe('true');
  const events = await allEvents(again);
  expect(events.map(({ event }) => event).filter((event) => event !== 'delta')).toEqual([
    'conversation',
    'tool_call',
    'done',
  ]);
  expect(events[0]?.id).toMatch(/:1$/);
  expect(await titles()).toEqual(['Milk']);
  expect(await said(Number(events[0]?.data['conversation_id']))).toEqual(['Add milk', 'Added it.']);
});

test('a turn that is over is answered again, whole or as a stream, from either replica', async () => {
  addMilk();
  const asked = await say(MILK);
  expect([asked.status, asked.headers.get('idempotency-replayed')]).toEqual([200, null]);
  const answer = (await asked.json()) as ChatAnswer;
  for (const at of [first, second]) {
    const again = await say({ ...MILK, time_zone: undefined }, { at });
    expect([again.status, again.headers.get('idempotency-replayed')]).toEqual([200, 'true']);
    expect(await again.json()).toEqual(answer);
    const events = await allEvents(await say(MILK, { at, path: STREAM }));
    expect(events.at(-1)).toMatchObject({ event: 'done', data: { response: answer.response } });
  }
  expect(await titles()).toEqual(['Milk']);
});

test('of many at once on two replicas one is done; the others get its answer, or 409 while it has no turn', async () => {
  addMilk();
  const sent = Array.from({ length: 10 }, (_, index) => say(MILK, { at: index % 2 === 0 ? first : second }));
  const answers = await Promise.all(sent);
  const statuses = answers.map(({ status }) => status);
  expect(statuses.filter((status) => status !== 200 && status !== 409)).toEqual([]);
  expect(statuses).toContain(200);
  expect(await titles()).toEqual(['Milk']);
});

test('a key that was used for something else is 422, and belongs to one person', async () => {
  world.model.script(() => ({ text: ['Fine.'] }));
  const { conversation_id } = (await (await say(MILK)).json()) as ChatAnswer;
  for (const path of ['/chat', STREAM]) {
    const other = await say({ message: 'Add eggs' }, { path, at: second });
    expect(other.status).toBe(422);
    expect(await other.json()).toMatchObject({ errors: [{ path: 'header.idempotency-key' }] });
  }
  expect((await say({ title: 'Milk' }, { path: '/tasks' })).status).toBe(422);
  expect((await say(MILK, { key: 'two words' })).status).toBe(422);
  const bob = await world.person();
  const his = (await (await say(MILK, { who: bob })).json()) as ChatAnswer;
  expect(his.conversation_id).not.toBe(conversation_id);
  expect(await said(conversation_id)).toEqual(['Add milk', 'Fine.']);
});

test('a confirmation that is sent again is answered again, and not refused as used', async () => {
  const ids: number[] = [];
  for (const title of ['One', 'Two'])
    ids.push(((await (await ann.call(first, '/tasks', { json: { title } })).json()) as { id: number }).id);
  const calls = ids.map((task_id) => ({ name: 'delete_task', arguments: { task_id } }));
  world.model.script([{ calls }, { text: 'Please confirm.' }]);
  const asked = (await (await say({ message: 'Delete both' })).json()) as ChatAnswer;
  const { conversation_id, confirmation_required } = asked;
  const json = { conversation_id, confirm_token: confirmation_required?.confirm_token, decision: 'confirm' };
  const done = await say(json, { key: 'decision' });
  expect(done.status).toBe(200);
  expect(await (await say(json, { key: 'decision', at: second })).json()).toEqual(await done.json());
  expect(await titles()).toEqual([]);
  expect((await say(json, { key: 'another' })).status).toBe(409);
});

test('what was refused leaves nothing behind, and its key free', async () => {
  expect((await say({ ...MILK, conversation_id: 999_999 })).status).toBe(404);
  expect(await (await ann.call(first, '/conversations')).json()).toMatchObject({ total: 0 });
  world.model.script([{ text: ['Fine.'] }]);
  expect((await say({ message: 'Hello' })).status).toBe(200);
});

test('a turn whose key could not be kept is not begun either', async () => {
  await world.database.query(
    `CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no''; END'`,
  );
  await world.database.query(
    `CREATE TRIGGER fail BEFORE UPDATE ON idempotency_keys FOR EACH ROW WHEN (NEW.key = 'doomed') EXECUTE FUNCTION fail()`,
  );
  expect((await say(MILK, { key: 'doomed' })).status).toBe(500);
  expect(await (await ann.call(first, '/conversations')).json()).toMatchObject({ total: 0 });
  await world.database.query('DROP TRIGGER fail ON idempotency_keys');
  addMilk();
  expect((await say(MILK, { key: 'doomed', at: second })).status).toBe(200);
  expect(await titles()).toEqual(['Milk']);
});

test('a conversation that is deleted while its answer is waited for is 404, then and for who asks again', async () => {
  world.model.script([{ text: Array.from({ length: 40 }, () => 'word '), delayMilliseconds: 100 }]);
  const waiting = say({ message: 'Go on' });
  const open = async (): Promise<number | undefined> => {
    const answer = (await (await ann.call(first, '/conversations')).json()) as { conversations: { id: number }[] };
    return answer.conversations[0]?.id;
  };
  await expect.poll(open).toBeDefined();
  expect((await ann.call(second, `/conversations/${await open()}`, { method: 'DELETE' })).status).toBe(204);
  expect((await waiting).status).toBe(404);
  expect((await say({ message: 'Go on' }, { at: second })).status).toBe(404);
}, 30_000);
