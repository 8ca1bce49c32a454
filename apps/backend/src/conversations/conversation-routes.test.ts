import type { Conversation, Message } from '@todo/todo';
import { conversationStore } from '@todo/todo-db';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startBackend, type Person, type TestBackend } from '../testing/start-backend.ts';

let backend: TestBackend;
let person: Person;
beforeAll(async () => {
  backend = await startBackend();
}, 120_000);
afterAll(() => backend?.close());

const begin = async (json: object): Promise<Conversation> => {
  const answer = await backend.send(person, '/conversations', { method: 'POST', json });
  expect(answer.status).toBe(201);
  const made = (await answer.json()) as Conversation;
  expect(answer.headers.get('location')).toBe(`/api/${person.userId}/conversations/${made.id}`);
  return made;
};

test('a conversation is begun, renamed, listed and deleted', async () => {
  person = await backend.person();
  const unnamed = await begin({});
  const named = await begin({ title: ' Groceries ' });
  expect([unnamed.title, named.title]).toEqual(['New conversation', 'Groceries']);
  const at = `/conversations/${unnamed.id}`;
  const renamed = await backend.send(person, at, { method: 'PUT', json: { title: 'Work' } });
  expect(await renamed.json()).toMatchObject({ id: unnamed.id, title: 'Work' });
  expect(await (await backend.send(person, at)).json()).toMatchObject({ title: 'Work', user_id: person.userId });
  const list = (await (await backend.send(person, '/conversations?limit=1')).json()) as {
    conversations: Conversation[];
  };
  expect(list).toMatchObject({ total: 2, conversations: [{ title: 'Work' }] });
  expect((await backend.send(person, at, { method: 'DELETE' })).status).toBe(204);
  for (const method of ['GET', 'DELETE']) expect((await backend.send(person, at, { method })).status).toBe(404);
  expect((await backend.send(person, at, { method: 'PUT', json: { title: 'X' } })).status).toBe(404);
  expect((await backend.send(person, `${at}/messages`)).status).toBe(404);
});

test('messages come by pages from the end, oldest first', async () => {
  person = await backend.person();
  const { id } = await begin({});
  const store = conversationStore(backend.database);
  for (let number = 1; number <= 5; number++)
    await store.append(person.userId, id, { role: number % 2 ? 'user' : 'assistant', content: `message ${number}` });
  const page = async (query: string): Promise<readonly Message[]> => {
    const answer = await backend.send(person, `/conversations/${id}/messages?${query}`);
    return ((await answer.json()) as { messages: Message[] }).messages;
  };
  const last = await page('limit=2');
  expect(last.map(({ content }) => content)).toEqual(['message 4', 'message 5']);
  expect((await page(`limit=2&before=${last[0]!.id}`)).map(({ content }) => content)).toEqual([
    'message 2',
    'message 3',
  ]);
  expect(await page('')).toHaveLength(5);
});

test.each([{ title: '' }, { title: 'x'.repeat(201) }, { title: 5 }, { name: 'x' }])('%j is 422', async (json) => {
  person = await backend.person();
  expect((await backend.send(person, '/conversations', { method: 'POST', json })).status).toBe(422);
});
