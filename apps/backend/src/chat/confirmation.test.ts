import { signingKey } from '@todo/todo-db';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChatAnswer } from './chat-request.ts';
import { digestOf, signConfirmation } from './confirmation-token.ts';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents } from './testing/read-events.ts';

let world: ChatWorld;
let first: Replica;
let second: Replica;
let ann: Person;
let ids: number[];

beforeAll(async () => {
  world = await startChatWorld();
  [first, second] = await Promise.all([world.replica(), world.replica()]);
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  ann = await world.person();
  ids = [];
  for (const title of ['One', 'Two', 'Three', 'Keep'])
    ids.push(((await (await ann.call(first, '/tasks', { json: { title } })).json()) as { id: number }).id);
});

const deleting = (...which: (number | undefined)[]): { calls: { name: string; arguments: object }[] } => ({
  calls: which.map((task_id) => ({ name: 'delete_task', arguments: { task_id } })),
});

async function left(who = ann): Promise<string[]> {
  const { tasks } = (await (await who.call(first, '/tasks')).json()) as { tasks: { title: string }[] };
  return tasks.map(({ title }) => title);
}

async function ask(message = 'Delete One, Two and Three'): Promise<ChatAnswer> {
  world.model.script([deleting(ids[0], ids[1], ids[2]), { text: 'Please confirm.' }]);
  return (await (await ann.call(first, '/chat', { json: { message } })).json()) as ChatAnswer;
}

function decide(
  { conversation_id, confirmation_required }: ChatAnswer,
  decision: 'confirm' | 'cancel' = 'confirm',
  { at = second, who = ann, token = confirmation_required?.confirm_token, conversation = conversation_id } = {},
): Promise<Response> {
  const json = { conversation_id: conversation, confirm_token: token, decision };
  return who.call(at, '/chat', { json });
}

test('several deletions are asked about first, and done on another replica once they are confirmed', async () => {
  const asked = await ask();
  expect(asked).toMatchObject({
    response: 'Please confirm.',
    tool_calls: [],
    confirmation_required: {
      action: 'delete_tasks',
      affected_items: ['One', 'Two', 'Three'].map((title, index) => ({ id: ids[index], title })),
    },
  });
  expect(await left()).toEqual(['One', 'Two', 'Three', 'Keep']);
  const done = (await (await decide(asked)).json()) as ChatAnswer;
  expect(done.tool_calls.map(({ result }) => result)).toEqual(
    ids.slice(0, 3).map((task_id) => expect.objectContaining({ task_id, status: 'deleted' })),
  );
  expect(await left()).toEqual(['Keep']);
});

test('the question is an event of the stream, before the end', async () => {
  world.model.script([deleting(ids[0], ids[1]), { text: 'Sure?' }]);
  const events = await allEvents(await ann.call(first, '/chat/stream', { json: { message: 'Delete two' } }));
  expect(events.map(({ event }) => event)).toEqual(['conversation', 'delta', 'confirmation', 'done']);
  const json = {
    conversation_id: events[0]?.data['conversation_id'],
    confirm_token: events[2]?.data['confirm_token'],
    decision: 'confirm',
    time_zone: 'Europe/Berlin',
  };
  const confirmed = await allEvents(await ann.call(second, '/chat/stream', { json }));
  expect(confirmed.map(({ event }) => event)).toEqual(['conversation', 'tool_call', 'tool_call', 'delta', 'done']);
  expect(await left()).toEqual(['Three', 'Keep']);
});

test('who comes back to the conversation is asked again, until the question is answered', async () => {
  const asked = await ask();
  const history = async (): Promise<Partial<ChatAnswer>> =>
    (await (await ann.call(second, `/chat/history?conversation_id=${asked.conversation_id}`)).json()) as ChatAnswer;
  expect((await history()).confirmation_required).toEqual(asked.confirmation_required);
  expect((await decide({ ...asked, ...(await history()) }, 'cancel')).status).toBe(200);
  expect((await history()).confirmation_required).toBeUndefined();
});

test('a model that deletes one task after the other gets no further than the first', async () => {
  world.model.script([deleting(ids[0]), deleting(ids[1]), deleting(ids[2]), { text: 'All gone!' }]);
  const json = { message: 'Delete everything' };
  const answer = (await (await ann.call(first, '/chat', { json })).json()) as ChatAnswer;
  expect(answer.tool_calls).toHaveLength(1);
  expect(answer.confirmation_required?.affected_items.map(({ title }) => title)).toEqual(['Two', 'Three']);
  expect(await left()).toEqual(['Two', 'Three', 'Keep']);
});

test('no means that nothing is deleted, and that the question is settled', async () => {
  const asked = await ask();
  expect(await (await decide(asked, 'cancel')).json()).toMatchObject({ tool_calls: [] });
  expect((await decide(asked)).status).toBe(409);
  expect(await left()).toHaveLength(4);
});

test('a question is answered once, also when two replicas are told at the same time', async () => {
  const asked = await ask();
  const answers = await Promise.all([first, second, first, second].map((at) => decide(asked, 'confirm', { at })));
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409, 409, 409]);
  expect(await left()).toEqual(['Keep']);
  expect((await decide(asked)).status).toBe(409);
});

test('what was deleted in the meantime is said, and the rest is done', async () => {
  const asked = await ask();
  await ann.call(first, `/tasks/${ids[1]}`, { method: 'DELETE' });
  const done = (await (await decide(asked)).json()) as ChatAnswer;
  expect(done.tool_calls.map(({ is_error }) => is_error)).toEqual([false, true, false]);
  expect(done.response).toContain('“Two”');
  expect(await left()).toEqual(['Keep']);
});

test('a token of somebody else, of another conversation, changed, forged or expired does nothing', async () => {
  const asked = await ask();
  const bob = await world.person();
  world.model.script([{ text: 'Hello.' }]);
  const other = (await (await ann.call(first, '/chat', { json: { message: 'Hi' } })).json()) as ChatAnswer;
  const bobs = (await (await bob.call(first, '/chat', { json: { message: 'Hi' } })).json()) as ChatAnswer;
  const token = asked.confirmation_required?.confirm_token ?? '';
  const claims = JSON.parse(Buffer.from(token.split('.')[0] ?? '', 'base64url').toString()) as {
    id: string;
    tasks: string;
    exp: number;
  };
  const scope = { userId: ann.userId, conversationId: asked.conversation_id };
  const key = await signingKey(world.database, 'chat-confirmations');
  const forged = signConfirmation(new Uint8Array(32), scope, claims);
  const expired = signConfirmation(key, scope, { ...claims, exp: Date.now() - 1 });
  const widened = Buffer.from(JSON.stringify({ ...claims, tasks: digestOf(ids) })).toString('base64url');

  expect((await decide(asked, 'confirm', { who: bob })).status).toBe(404);
  const refused = [
    decide(asked, 'confirm', { who: bob, conversation: bobs.conversation_id }),
    decide(asked, 'confirm', { conversation: other.conversation_id }),
    decide(asked, 'confirm', { token: forged }),
    decide(asked, 'confirm', { token: expired }),
    decide(asked, 'confirm', { token: `${widened}.${token.split('.')[1]}` }),
    decide(asked, 'confirm', { token: 'yes' }),
  ];
  for (const answer of await Promise.all(refused)) {
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ errors: [{ path: 'body.confirm_token' }] });
  }
  expect(await left()).toHaveLength(4);
  // None of this used the question up.
  expect((await decide(asked)).status).toBe(200);
});

test('a question whose time is over in the database is not answered either', async () => {
  const asked = await ask();
  await world.database.run((orm) => orm.execute("UPDATE confirmations SET expires_at = now() - interval '1 second'"));
  expect((await decide(asked)).status).toBe(409);
  expect(await left()).toHaveLength(4);
});

test('a task that is not theirs is never in a question', async () => {
  const bob = await world.person();
  const theirs = (await (await bob.call(first, '/tasks', { json: { title: 'Bob’s' } })).json()) as { id: number };
  world.model.script([deleting(theirs.id, ids[0], ids[1]), { text: 'Sure?' }]);
  const asked = (await (await ann.call(first, '/chat', { json: { message: 'Delete' } })).json()) as ChatAnswer;
  expect(asked.confirmation_required?.affected_items.map(({ id }) => id)).toEqual([ids[0], ids[1]]);
  expect(JSON.stringify(asked)).not.toContain('Bob’s');
});
