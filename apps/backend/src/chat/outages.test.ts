import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChatAnswer } from './chat-request.ts';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents, readEvents, textOf, type ReceivedEvent } from './testing/read-events.ts';

let world: ChatWorld;
let replica: Replica;
let ann: Person;

beforeAll(async () => {
  world = await startChatWorld();
  replica = await world.replica();
}, 120_000);
afterAll(() => world?.close());
beforeEach(async () => {
  ann = await world.person();
});

const say = async (message: string, at = replica): Promise<ChatAnswer> => {
  const answer = await ann.call(at, '/chat', { json: { message } });
  expect(answer.status).toBe(200);
  return (await answer.json()) as ChatAnswer;
};

test.each([
  { when: 'is down', script: { status: 500 } },
  { when: 'refuses the key', script: { status: 401 } },
  { when: 'is overloaded', script: { status: 429 } },
  { when: 'answers garbage', script: { garbage: '<html>502</html>' } },
  { when: 'answers garbage as data', script: { garbage: 'data: {"choices": [{]}\n\n' } },
  { when: 'answers data of another shape', script: { garbage: 'data: {"choices": {"0": 1}}\n\ndata: [DONE]\n\n' } },
  { when: 'answers nothing', script: { text: [] } },
  { when: 'falls silent before the first word', script: { hangs: true } },
])(
  'a model that $when is said so in friendly words, and tasks go on',
  async ({ script }) => {
    world.model.script([script]);
    const answer = await say('Add milk');
    expect(answer).toMatchObject({ tool_calls: [], error: { code: 'ASSISTANT_UNAVAILABLE' } });
    expect(answer.response).toContain('Your tasks are safe');
    expect(answer.response).not.toMatch(/127\.0\.0\.1|scripted|Error/);
    expect((await ann.call(replica, '/tasks', { json: { title: 'By hand' } })).status).toBe(201);
    const { messages } = (await (await ann.call(replica, '/chat/history')).json()) as {
      messages: { content: string }[];
    };
    expect(messages.map(({ content }) => content)).toEqual(['Add milk', answer.response]);
  },
  30_000,
);

test('a model that cannot be reached is said so, too', async () => {
  const { openAiAssistant } = await import('../assistant/openai/openai-assistant.ts');
  const assistant = openAiAssistant({ baseUrl: 'http://127.0.0.1:9/v1', model: 'none' });
  const lonely = await world.replica({ assistant });
  expect(await say('Hi', lonely)).toMatchObject({ error: { code: 'ASSISTANT_UNAVAILABLE' } });
}, 30_000);

test('a model that falls silent in its answer: what it said and did stays', async () => {
  world.model.script([
    { calls: [{ name: 'add_task', arguments: { title: 'Milk' } }] },
    { text: 'I added', hangs: true },
  ]);
  const events = await allEvents(await ann.call(replica, '/chat/stream', { json: { message: 'Add milk' } }));
  expect(events.map(({ event }) => event)).toEqual(['conversation', 'tool_call', 'delta', 'error']);
  expect(events.at(-1)?.data).toMatchObject({ code: 'ASSISTANT_UNAVAILABLE' });
  const { messages } = (await (await ann.call(replica, '/chat/history')).json()) as { messages: object[] };
  expect(messages[1]).toMatchObject({
    content: expect.stringMatching(/^I added\n\n/),
    tool_calls: [{ tool: 'add_task', is_error: false }],
  });
  // The connection to the model is not left open.
  await expect.poll(() => world.model.open()).toBe(0);
});

test('a refusal of the model is its answer', async () => {
  world.model.script([{ refusal: 'I can’t help with that.' }]);
  expect(await say('Do something bad')).toMatchObject({ response: 'I can’t help with that.' });
});

test('a model that calls tools wrongly is told so, and the person is not bothered with it', async () => {
  world.model.script([
    {
      calls: [
        { name: 'drop_table', arguments: {} },
        { name: 'add_task', arguments: '{"title": ' },
        { name: 'add_task', arguments: '["Milk"]' },
      ],
    },
    { calls: [{ name: 'add_task', arguments: { title: '' } }] },
    { calls: [{ name: 'add_task', arguments: { title: 'Mi\0lk' } }] },
    { text: 'Added at last.' },
  ]);
  const answer = await say('Add milk');
  expect(answer.tool_calls).toMatchObject([
    { parameters: { title: '' }, is_error: true },
    { parameters: { title: 'Milk' }, is_error: false },
  ]);
  const told = world.model.requests[1]?.messages.filter(({ role }) => role === 'tool').map(({ content }) => content);
  expect(told).toHaveLength(3);
  for (const text of told ?? []) expect(text).toContain('error');
});

test('a model that never comes to an end is stopped after five rounds', async () => {
  world.model.script([{ calls: [{ name: 'list_tasks', arguments: {} }] }]);
  const answer = await say('Loop');
  expect(answer.tool_calls).toHaveLength(5);
  expect(answer.response).toContain('too many steps');
});

test('a model that writes without end is cut off', async () => {
  world.model.script([{ text: Array.from({ length: 50 }, () => 'x'.repeat(1000)), hangs: true }]);
  expect((await say('Write a novel')).response).toHaveLength(20_000);
});

test('an MCP server that is down is said so, and tasks by hand go on; once it is back, all is well', async () => {
  world.model.script([{ calls: [{ name: 'add_task', arguments: { title: 'Milk' } }] }, { text: 'Added.' }]);
  await say('Add milk');
  await world.mcp.kill();
  // The tools are known already: the call fails, and the model can say so.
  world.model.script([
    { calls: [{ name: 'add_task', arguments: { title: 'Eggs' } }] },
    { text: 'I could not reach your tasks.' },
  ]);
  const known = await say('Add eggs');
  expect(known.tool_calls).toMatchObject([{ is_error: true, result: expect.stringContaining('does not answer') }]);
  // Nobody knows the tools of this person yet.
  ann = await world.person();
  expect(await say('Add eggs')).toMatchObject({ error: { code: 'TOOLS_UNAVAILABLE' } });
  expect((await ann.call(replica, '/tasks', { json: { title: 'By hand' } })).status).toBe(201);
  await world.mcp.start();
  world.model.script([{ calls: [{ name: 'add_task', arguments: { title: 'Eggs' } }] }, { text: 'Added.' }]);
  expect(await say('Add eggs')).toMatchObject({ tool_calls: [{ is_error: false }] });
}, 60_000);

test('a tool is called with one HTTP request, once the server is known', async () => {
  world.model.script([{ calls: [{ name: 'list_tasks', arguments: {} }] }, { text: 'None.' }]);
  await say('List');
  const asked: string[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.startsWith(world.mcp.url)) asked.push(init?.method ?? 'GET');
    return original(input, init);
  };
  try {
    world.model.script([{ calls: [{ name: 'list_tasks', arguments: {} }] }, { text: 'None.' }]);
    await say('List');
  } finally {
    globalThis.fetch = original;
  }
  expect(asked).toEqual(['POST']);
});

test.each([
  { when: 'in the middle of an answer', count: 30 },
  { when: 'when an answer is about to be stored', count: 8 },
])(
  'a database that restarts $when costs the reader nothing but time',
  async ({ count }) => {
    const words = Array.from({ length: count }, (_, index) => `word${index} `);
    world.model.script([{ text: words, delayMilliseconds: 100 }]);
    const reading = readEvents(await ann.call(replica, '/chat/stream', { json: { message: 'Go on' } }));
    const events: ReceivedEvent[] = [];
    const restarted = (async () => {
      await sleep(700);
      await world.postgres.stop();
      await sleep(900);
      await world.postgres.start();
    })();
    for await (const event of reading) events.push(event);
    await restarted;
    expect(textOf(events)).toBe(words.join(''));
    expect(events.at(-1)?.event).toBe('done');
    const { messages } = (await (await ann.call(replica, '/chat/history')).json()) as {
      messages: { content: string }[];
    };
    expect(messages.map(({ content }) => content)).toEqual(['Go on', words.join('')]);
  },
  60_000,
);

test('without a database a message is refused with 503, and nothing is pretended', async () => {
  await world.postgres.stop();
  try {
    const answer = await ann.call(replica, '/chat', { json: { message: 'Hi' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).not.toBeNull();
  } finally {
    await world.postgres.start();
  }
  world.model.script([{ text: 'Here.' }]);
  expect(await say('Hi')).toMatchObject({ response: 'Here.' });
}, 60_000);

test('logs name neither what was said nor who said it', () => {
  const log = world.lines.join('\n');
  expect(log).toContain('a turn ended early');
  expect(log).not.toMatch(/Add milk|Bearer|word1/);
  expect(log).not.toContain(ann.userId);
});
