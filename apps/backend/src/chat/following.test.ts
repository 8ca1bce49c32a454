import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents, readEvents, textOf, type ReceivedEvent } from './testing/read-events.ts';
import { startService } from './testing/service-process.ts';

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

const words = Array.from({ length: 20 }, (_, index) => `word${index} `);
const whole = words.join('');

/** Starts a turn and reads it up to some words. */
async function begin(
  at: { readonly url: string },
  who: Person = ann,
): Promise<{ turnId: string; conversationId: number; seen: ReceivedEvent[]; leave: () => Promise<void> }> {
  const controller = new AbortController();
  const response = await who.call(at, '/chat/stream', { json: { message: 'Go on' }, signal: controller.signal });
  if (!response.ok) throw new Error(await response.text());
  const reading = readEvents(response);
  const seen: ReceivedEvent[] = [];
  while (textOf(seen).length < 20) {
    const next = await reading.next();
    if (next.done) throw new Error('the stream ended early');
    seen.push(next.value);
  }
  const leave = async (): Promise<void> => {
    controller.abort();
    await reading.next().catch(() => undefined);
  };
  const { turn_id, conversation_id } = seen[0]?.data ?? {};
  return { turnId: String(turn_id), conversationId: Number(conversation_id), seen, leave };
}

async function follow(
  at: { readonly url: string },
  turnId: string,
  after?: string,
  who = ann,
): Promise<ReceivedEvent[]> {
  const headers = after === undefined ? {} : { 'last-event-id': after };
  return [...(await allEvents(await who.call(at, `/chat/turns/${turnId}/events`, { headers })))];
}

test('a reader that lost its connection goes on at another replica, and misses and repeats nothing', async () => {
  world.model.script([{ text: words, delayMilliseconds: 60 }]);
  const { turnId, seen, leave } = await begin(first);
  await leave();
  const rest = await follow(second, turnId, seen.at(-1)?.id);
  expect(textOf([...seen, ...rest])).toBe(whole);
  expect([...seen, ...rest].map(({ id }) => Number(id.split(':')[1]))).toEqual(
    [...seen, ...rest].map((_, index) => index + 1),
  );
  expect(rest.at(-1)).toMatchObject({ event: 'done', data: { response: whole } });
});

test('a turn that is over is replayed by every replica, from any event on', async () => {
  world.model.script([{ text: words }]);
  const { turnId, leave } = await begin(first);
  await leave();
  for (const at of [first, second]) {
    const events = await follow(at, turnId);
    expect(textOf(events)).toBe(whole);
    const last = events.at(-1)?.id;
    expect(await follow(at, turnId, last)).toEqual([]);
    expect((await follow(at, turnId, `${turnId}:1`)).map(({ id }) => id)).toEqual(events.slice(1).map(({ id }) => id));
  }
});

test('several readers on several replicas read the same', async () => {
  world.model.script([{ text: words, delayMilliseconds: 30 }]);
  const { turnId } = await begin(first);
  const readings = await Promise.all([first, first, second, second].map((at) => follow(at, turnId)));
  for (const events of readings) expect(events).toEqual(readings[0]);
});

test('a place that is not in this turn is no place to go on from', async () => {
  world.model.script([{ text: 'Yes.'.repeat(10) }]);
  const { turnId } = await begin(first);
  for (const id of ['x', `${crypto.randomUUID()}:1`, `${turnId}:-1`]) {
    const answer = await ann.call(first, `/chat/turns/${turnId}/events`, { headers: { 'last-event-id': id } });
    expect(answer.status).toBe(422);
  }
});

test('a turn is cancelled through another replica; what was said stays in the history', async () => {
  world.model.script([{ text: words, delayMilliseconds: 200 }]);
  const { turnId, conversationId, leave } = await begin(first);
  const following = follow(second, turnId);
  const began = performance.now();
  expect((await ann.call(second, `/chat/turns/${turnId}/cancel`, { method: 'POST' })).status).toBe(202);
  const events = await following;
  expect(performance.now() - began).toBeLessThan(2500);
  expect(events.at(-1)).toMatchObject({ event: 'error', data: { code: 'CANCELLED' } });
  await leave();
  const history = await ann.call(first, `/chat/history?conversation_id=${conversationId}`);
  const { messages } = (await history.json()) as { messages: { role: string; content: string }[] };
  expect(messages).toHaveLength(2);
  expect(messages[1]?.content).toMatch(/^word0 word1/);
  // The model is not asked for what nobody wants.
  await expect.poll(() => world.model.open()).toBe(0);
  expect((await ann.call(second, `/chat/turns/${turnId}/cancel`, { method: 'POST' })).status).toBe(202);
});

test('a turn that is silent is cancelled through another replica just as soon', async () => {
  world.model.script([{ text: ['a'.repeat(20), 'b'], delayMilliseconds: 1500 }]);
  const { turnId } = await begin(first);
  await ann.call(second, `/chat/turns/${turnId}/cancel`, { method: 'POST' });
  expect((await follow(second, turnId)).at(-1)?.data).toMatchObject({ code: 'CANCELLED' });
});

test('a turn whose reader left is finished, and its answer is in the history', async () => {
  world.model.script([{ text: words, delayMilliseconds: 40 }]);
  const { conversationId, leave } = await begin(first);
  await leave();
  const history = async (): Promise<unknown> =>
    (await ann.call(second, `/chat/history?conversation_id=${conversationId}`)).json();
  await expect.poll(history, { timeout: 5000 }).toMatchObject({ messages: [{ content: 'Go on' }, { content: whole }] });
});

test('a turn that nobody reads for long is given up, unless somebody reads it on another replica', async () => {
  const hasty = await world.replica({ abandonSeconds: 4 });
  world.model.script(() => ({ text: words, delayMilliseconds: 400 }));
  const [left, read] = await Promise.all([begin(hasty), begin(hasty)]);
  await Promise.all([left.leave(), read.leave()]);
  const rest = await follow(second, read.turnId, read.seen.at(-1)?.id);
  expect(textOf([...read.seen, ...rest])).toBe(whole);
  expect((await follow(second, left.turnId)).at(-1)?.data).toMatchObject({ code: 'ABANDONED' });
}, 30_000);

test('a turn is not longer than it may be', async () => {
  const hasty = await world.replica({ turnSeconds: 1 });
  world.model.script([{ text: [whole, ...words], delayMilliseconds: 300 }]);
  const { turnId } = await begin(hasty);
  expect((await follow(second, turnId)).at(-1)?.data).toMatchObject({ code: 'OUT_OF_TIME' });
});

test('a replica that ends sends its readers to another one, and finishes its turns', async () => {
  const ending = await world.replica();
  world.model.script([{ text: words, delayMilliseconds: 60 }]);
  const response = await ann.call(ending, '/chat/stream', { json: { message: 'Go on' } });
  const reading = allEvents(response);
  await sleep(400);
  ending.lifecycle.close();
  const seen = await reading;
  expect(['done', 'error']).not.toContain(seen.at(-1)?.event);
  const closed = ending.closeChat();
  const rest = await follow(second, String(seen[0]?.data['turn_id']), seen.at(-1)?.id);
  expect(textOf([...seen, ...rest])).toBe(whole);
  await closed;
});

test('a turn whose replica was killed is failed by its reader elsewhere, after its deadline', async () => {
  const killed = await startService('backend', { ...world.environment, CHAT_TURN_SECONDS: '5' });
  world.model.script([{ text: [whole, ...words], delayMilliseconds: 1000 }]);
  const { turnId, seen } = await begin(killed);
  await killed.kill();
  const rest = await follow(second, turnId, seen.at(-1)?.id);
  expect(rest).toMatchObject([{ event: 'error', data: { code: 'INTERRUPTED' } }]);
  // The conversation goes on.
  world.model.script([{ text: 'Here again.' }]);
  const json = { message: 'Hello?', conversation_id: seen[0]?.data['conversation_id'] };
  expect(await (await ann.call(second, '/chat', { json })).json()).toMatchObject({ response: 'Here again.' });
}, 60_000);

test('a backend that is told to end answers what is under way, keeps its turns, and exits with 0', async () => {
  const ending = await startService('backend', world.environment);
  const exited = once(ending.process(), 'exit');
  world.model.script(() => ({ text: words, delayMilliseconds: 60 }));
  const answering = ann.call(ending, '/chat', { json: { message: 'All at once' } });
  const streaming = allEvents(await ann.call(ending, '/chat/stream', { json: { message: 'Go on' } }));
  await sleep(300);
  ending.process().kill('SIGTERM');
  const seen = await streaming;
  const rest = await follow(second, String(seen[0]?.data['turn_id']), seen.at(-1)?.id);
  expect(textOf([...seen, ...rest])).toBe(whole);
  expect(await (await answering).json()).toMatchObject({ response: whole });
  expect(await exited).toEqual([0, null]);
}, 60_000);

test('a reader that does not read costs no memory, and nobody else time', async () => {
  const long = Array.from({ length: 200 }, () => 'x'.repeat(90));
  world.model.script([{ text: long, delayMilliseconds: 1 }]);
  const stalled = await ann.call(first, '/chat/stream', { json: { message: 'Much' } });
  const reader = stalled.body?.getReader();
  const text =
    new TextDecoder().decode((await reader?.read())?.value) + new TextDecoder().decode((await reader?.read())?.value);
  const turnId = /"turn_id":"([\da-f-]+)"/.exec(text)?.[1] ?? '';
  const events = await follow(first, turnId);
  expect(textOf(events)).toBe(long.join(''));
  await reader?.cancel();
});
