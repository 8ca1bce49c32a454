import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterEach, expect, test, vi } from 'vitest';

import { fakeService } from '../testing/fake-service.ts';
import type { Answers, FakeService } from '../testing/fake-service.ts';
import { chatApi } from './chat-api.ts';
import { shownTurn } from './chat-state.ts';
import { chatStore } from './chat-store.ts';
import type { ChatStore, RunningTurn, TurnMemory } from './chat-store.ts';

const EVENTS = [
  'event: conversation\ndata: {"conversation_id":4,"turn_id":"t","assistant":"offline"}',
  'event: delta\ndata: {"text":"Add"}',
  'event: tool_call\ndata: {"tool":"add_task","parameters":{},"result":{"title":"x"},"duration_ms":2,"is_error":false}',
  'event: delta\ndata: {"text":"ed."}',
  'event: done\ndata: {"conversation_id":4,"message_id":12,"response":"Added.","tool_calls":[]}',
];
const FRAMES = EVENTS.map((event, index) => `id: t:${index + 1}\n${event}\n\n`);
const FAILED = 'id: t:2\nevent: error\ndata: {"code":"INTERRUPTED","message":"Ask again."}\n\n';
const CONVERSATIONS = { conversations: [{ id: 4, title: 'Milk', updated_at: '2026-01-01T00:00:00Z' }], total: 1 };

let service: FakeService | undefined;
let stop = (): void => undefined;
afterEach(async () => {
  stop();
  await service?.close();
});

/** Sends these events and ends the connection: properly, or as a cable that is pulled. */
const stream =
  (frames: readonly string[], end: 'end' | 'destroy' | 'open' = 'end') =>
  (_: IncomingMessage, response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    response.write(frames.join(''), () => {
      if (end === 'end') response.end();
      if (end === 'destroy') setTimeout(() => response.destroy(), 20);
    });
  };

interface World {
  readonly store: ChatStore;
  readonly kept: () => RunningTurn | undefined;
  readonly changes: () => number;
}

async function world(answers: Answers, running?: RunningTurn): Promise<World> {
  service = await fakeService({ '/api/ann/conversations?limit=100': [200, CONVERSATIONS], ...answers });
  let kept = running;
  let changes = 0;
  const memory: TurnMemory = { recall: () => kept, keep: (turn) => void (kept = turn) };
  const api = chatApi('ann', async () => 'token', service.url);
  const store = chatStore({
    api,
    initial: { conversations: [], conversationId: undefined, messages: [], hasOlder: false, question: undefined },
    memory,
    wait: async () => undefined,
    onTasksChanged: () => void (changes += 1),
  });
  stop = store.start();
  return { store, kept: () => kept, changes: () => changes };
}

const ended = (store: ChatStore): Promise<void> =>
  vi.waitFor(() => expect(['done', 'failed', 'cancelled']).toContain(store.get().turn?.state));

const said = (store: ChatStore): readonly string[] => store.get().messages.map(({ content }) => content);

test('a message and its answer become the conversation, and the list of tasks is told', async () => {
  const { store, changes, kept } = await world({ '/api/ann/chat/stream': stream(FRAMES) });
  store.send({ message: 'Add x' });
  expect(said(store)).toEqual(['Add x']);
  await ended(store);
  expect(said(store)).toEqual(['Add x', 'Added.']);
  expect(store.get()).toMatchObject({ conversationId: 4, turn: { assistant: 'offline' } });
  expect([changes(), kept()]).toEqual([1, undefined]);
  await vi.waitFor(() => expect(store.get().conversations).toHaveLength(1));
});

test.each<[how: string, end: 'end' | 'destroy']>([
  ['ends early, as a server that restarts does', 'end'],
  ['breaks', 'destroy'],
])('a stream that %s is read on behind its last event, and nothing is doubled', async (_how, end) => {
  const asked: (string | undefined)[] = [];
  const { store, changes } = await world({
    '/api/ann/chat/stream': stream(FRAMES.slice(0, 3), end),
    '/api/ann/chat/turns/t/events': (request, response) => {
      asked.push(request.headers['last-event-id'] as string | undefined);
      // The first attempt meets a replica that is going away; the next repeats more than it should.
      if (asked.length === 1) response.writeHead(503).end();
      else stream(FRAMES.slice(1))(request, response);
    },
  });
  store.send({ message: 'Add x' });
  await ended(store);
  expect(asked).toEqual(['t:3', 't:3']);
  expect(said(store)).toEqual(['Add x', 'Added.']);
  expect(changes()).toBe(1);
});

test('a turn that ran when the page was loaded again is followed from its start', async () => {
  const running = { turnId: 't', conversationId: 4 };
  const { store } = await world({ '/api/ann/chat/turns/t/events': stream(FRAMES) }, running);
  await ended(store);
  expect(store.get().turn).toMatchObject({ state: 'done', text: 'Added.' });
  expect(shownTurn(store.get())).toBeUndefined();
});

test('an answer that is written for a page that is gone comes without its stream', async () => {
  let asked = 0;
  const question = { id: 1, role: 'user', content: 'Add x', tool_calls: [], created_at: '2026-01-01T00:00:00Z' };
  const answered = { ...question, id: 2, role: 'assistant', content: 'Added.' };
  const { store, changes } = await world({
    '/api/ann/chat/history?conversation_id=4&limit=50': (_, response) => {
      asked += 1;
      response.end(JSON.stringify({ messages: asked < 3 ? [question] : [question, answered] }));
    },
  });
  store.select(4);
  await vi.waitFor(() => expect(said(store)).toEqual(['Add x', 'Added.']));
  expect([asked, changes()]).toEqual([3, 1]);
});

test('a message that did not get through can be sent again, and stands there once', async () => {
  let tries = 0;
  const { store } = await world({
    '/api/ann/chat/stream': (request, response) => {
      tries += 1;
      if (tries === 1) response.writeHead(429, { 'retry-after': '3' }).end();
      else stream(FRAMES)(request, response);
    },
  });
  store.send({ message: 'Add x' });
  await ended(store);
  expect(store.get().turn).toMatchObject({ state: 'failed', failure: { code: 'too-many', retryAfterSeconds: 3 } });
  store.retry();
  await vi.waitFor(() => expect(said(store)).toEqual(['Add x', 'Added.']));
});

test.each<[what: string, frames: readonly string[], sameKey: boolean]>([
  ['lost before its first event', [], true],
  ['of which the assistant said that it failed', [FRAMES[0]!, FAILED], false],
])('a message %s is sent again, with its key only where it may be on its way', async (_what, frames, sameKey) => {
  const keys: (string | undefined)[] = [];
  const bodies: string[] = [];
  const { store } = await world({
    '/api/ann/chat/stream': (request, response) => {
      keys.push(request.headers['idempotency-key']?.toString());
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      stream(keys.length === 1 ? frames : FRAMES, keys.length === 1 ? 'destroy' : 'end')(request, response);
    },
  });
  store.send({ message: 'Add x' });
  await vi.waitFor(() => expect(store.get().turn?.state).toBe('failed'));
  store.retry();
  await vi.waitFor(() => expect(said(store)).toEqual(['Add x', 'Added.']));
  store.send({ message: 'Add x' });
  await vi.waitFor(() => expect(keys).toHaveLength(3));
  expect(keys[0]).toMatch(/^[\da-f]{32}$/);
  expect(keys[1] === keys[0]).toBe(sameKey);
  expect(keys[2]).not.toBe(keys[1]);
  // The conversation has its number after its first event.
  expect(bodies[1] === bodies[0]).toBe(sameKey);
});

test('a token that was refused is renewed once', async () => {
  let tries = 0;
  const { store } = await world({
    '/api/ann/chat/stream': (request, response) => {
      tries += 1;
      if (tries === 1) response.writeHead(401).end();
      else stream(FRAMES)(request, response);
    },
  });
  store.send({ message: 'Add x' });
  await ended(store);
  expect([tries, store.get().turn?.state]).toEqual([2, 'done']);
});

test('stopping asks the backend, which then ends the turn', async () => {
  let cancelled = 0;
  const { store } = await world({
    '/api/ann/chat/stream': stream(FRAMES.slice(0, 2), 'open'),
    '/api/ann/chat/turns/t/cancel': (_, response) => {
      cancelled += 1;
      response.writeHead(202).end();
    },
  });
  store.send({ message: 'Add x' });
  await vi.waitFor(() => expect(store.get().turn?.text).toBe('Add'));
  store.stop();
  await vi.waitFor(() => expect(cancelled).toBe(1));
});

test('who looks at another conversation meanwhile does not get the answer there', async () => {
  const gate = Promise.withResolvers<void>();
  const { store } = await world({
    '/api/ann/chat/stream': (request, response) => void gate.promise.then(() => stream(FRAMES)(request, response)),
    '/api/ann/chat/history?conversation_id=9&limit=50': [200, { messages: [] }],
  });
  store.send({ message: 'Add x' });
  store.select(9);
  gate.resolve();
  await ended(store);
  expect(store.get()).toMatchObject({ conversationId: 9, messages: [] });
  expect(shownTurn(store.get())).toBeUndefined();
});

test('a conversation that can not be loaded says so, and can be asked for again', async () => {
  let tries = 0;
  const { store } = await world({
    '/api/ann/chat/history?conversation_id=9&limit=50': (_, response) => {
      tries += 1;
      const message = { id: 1, role: 'user', content: 'Hi', tool_calls: [], created_at: '2026-01-01T00:00:00Z' };
      response.writeHead(tries === 1 ? 503 : 200).end(JSON.stringify({ messages: [message] }));
    },
  });
  store.select(9);
  await vi.waitFor(() => expect(store.get().history).toBe('failed'));
  store.reload();
  await vi.waitFor(() => expect(said(store)).toEqual(['Hi']));
});

test('a deleted conversation leaves the list, and an empty one is shown', async () => {
  const { store } = await world({
    '/api/ann/conversations/4': (request, response) =>
      response.writeHead(request.method === 'DELETE' ? 204 : 405).end(),
    '/api/ann/chat/stream': stream(FRAMES),
  });
  store.send({ message: 'Add x' });
  await vi.waitFor(() => expect(store.get().conversations).toHaveLength(1));
  store.remove(4);
  await vi.waitFor(() => expect(store.get().conversations).toEqual([]));
  expect(store.get()).toMatchObject({ conversationId: undefined, messages: [] });
});
