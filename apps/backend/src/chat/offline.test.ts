import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseAssistant } from '../assistant/choose-assistant.ts';
import type { ChatAnswer } from './chat-request.ts';
import { startChatWorld, type ChatWorld, type Person, type Replica } from './testing/chat-world.ts';
import { allEvents } from './testing/read-events.ts';

let world: ChatWorld;
let replica: Replica;
let ann: Person;

beforeAll(async () => {
  world = await startChatWorld();
  replica = await world.replica({ assistant: chooseAssistant({ OPENAI_MODEL: 'none' }) });
  ann = await world.person();
}, 120_000);
afterAll(() => world?.close());

async function say(message: string, conversation_id?: number): Promise<ChatAnswer> {
  const json = { message, time_zone: 'Europe/Berlin', ...(conversation_id && { conversation_id }) };
  return (await (await ann.call(replica, '/chat', { json })).json()) as ChatAnswer;
}

test('without a key the offline rules answer, through the same tools', async () => {
  const added = await say('Add a task to buy groceries');
  expect(added.tool_calls).toMatchObject([{ tool: 'add_task', result: { title: 'Buy groceries' } }]);
  const deleted = await say('Delete that task', added.conversation_id);
  expect(deleted.tool_calls.at(-1)).toMatchObject({ tool: 'delete_task', is_error: false });
  expect(deleted.confirmation_required).toBeUndefined();
});

test('the stream says who answers', async () => {
  const [first] = await allEvents(await ann.call(replica, '/chat/stream', { json: { message: 'help' } }));
  expect(first?.data).toMatchObject({ assistant: 'offline' });
});

test('all tasks are deleted once the person has confirmed it, and no sooner', async () => {
  for (const title of ['milk', 'eggs', 'bread']) await say(`Add ${title}`);
  const asked = await say('Delete all my tasks');
  expect(asked.confirmation_required?.affected_items).toHaveLength(3);
  expect(await (await ann.call(replica, '/tasks')).json()).toMatchObject({ total: 3 });
  const token = asked.confirmation_required?.confirm_token;
  const json = { conversation_id: asked.conversation_id, confirm_token: token, decision: 'confirm' };
  await ann.call(replica, '/chat', { json });
  expect(await (await ann.call(replica, '/tasks')).json()).toMatchObject({ total: 0 });
});

test('an MCP server that is down is said in friendly words', async () => {
  await world.mcp.kill();
  const answer = await say('Add milk');
  expect(answer.response).not.toBe('');
  expect(answer.response).not.toMatch(/ECONN|127\.0\.0\.1|undefined|\[object/);
});
