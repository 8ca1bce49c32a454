import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { expect, test } from 'vitest';
import { readRound, type Round } from './model-round.ts';

/** Chunks as servers send them, in the shape of the API or not. */
async function* chunksOf(...deltas: readonly object[]): AsyncGenerator<ChatCompletionChunk> {
  for (const delta of deltas) yield { choices: [{ delta }] } as unknown as ChatCompletionChunk;
}

async function roundOf(chunks: AsyncIterable<ChatCompletionChunk>): Promise<Round & { heard: string[] }> {
  const reading = readRound(chunks, 1000);
  const heard: string[] = [];
  for (;;) {
    const step = await reading.next();
    if (step.done) return { ...step.value, heard };
    heard.push(step.value);
  }
}

const part = (index: number | undefined, id: string | undefined, name?: string, given?: unknown): object => ({
  tool_calls: [{ index, id, function: { name, arguments: given } }],
});

test('text goes out as it comes, refusals too', async () => {
  const round = await roundOf(chunksOf({ content: 'I ' }, { content: null }, { content: '' }, { refusal: 'won’t.' }));
  expect(round).toEqual({ heard: ['I ', 'won’t.'], said: 'I won’t.', calls: [] });
});

test.each([
  {
    when: 'in pieces, mixed with each other',
    deltas: [
      part(0, 'a', 'add_task', '{"ti'),
      part(1, 'b', 'list_tasks', ''),
      part(0, undefined, undefined, 'tle":1}'),
    ],
    calls: [
      { id: 'a', name: 'add_task', given: '{"title":1}' },
      { id: 'b', name: 'list_tasks', given: '' },
    ],
  },
  {
    when: 'with numbers that begin at 1',
    deltas: [part(1, 'a', 'add_task', '{'), part(1, undefined, undefined, '}')],
    calls: [{ id: 'a', name: 'add_task', given: '{}' }],
  },
  {
    when: 'whole and without an index',
    deltas: [part(undefined, 'a', 'add_task', '{}'), part(undefined, 'b', 'add_task', '{}')],
    calls: [
      { id: 'a', name: 'add_task', given: '{}' },
      { id: 'b', name: 'add_task', given: '{}' },
    ],
  },
  {
    when: 'with arguments that are no text',
    deltas: [part(0, 'a', 'add_task', { title: 'Milk' })],
    calls: [{ id: 'a', name: 'add_task', given: '{"title":"Milk"}' }],
  },
  {
    when: 'without an id',
    deltas: [part(0, undefined, 'list_tasks', '{}')],
    calls: [{ id: 'call_0', name: 'list_tasks', given: '{}' }],
  },
])('calls are put together that come $when', async ({ deltas, calls }) => {
  expect((await roundOf(chunksOf(...deltas))).calls).toEqual(calls);
});

test('chunks without choices or delta say nothing', async () => {
  async function* odd(): AsyncGenerator<ChatCompletionChunk> {
    yield { choices: [] } as unknown as ChatCompletionChunk;
    yield { choices: [{}] } as unknown as ChatCompletionChunk;
    yield { usage: {} } as unknown as ChatCompletionChunk;
    yield* chunksOf({ content: 'Yes.' });
  }
  expect((await roundOf(odd())).said).toBe('Yes.');
});

test('a model that falls silent is given up', async () => {
  async function* silent(): AsyncGenerator<ChatCompletionChunk> {
    yield* chunksOf({ content: 'Well' });
    await new Promise(() => undefined);
  }
  const reading = readRound(silent(), 20);
  await reading.next();
  await expect(reading.next()).rejects.toMatchObject({ code: 'ASSISTANT_UNAVAILABLE' });
});

test.each([
  { what: 'arguments without end', deltas: () => Array.from({ length: 30 }, () => part(0, 'a', '', 'x'.repeat(1000))) },
  {
    what: 'calls without end',
    deltas: () => Array.from({ length: 300 }, (_, at) => part(at, `c${at}`, 'add_task', '')),
  },
])('a model that writes $what is given up', async ({ deltas }) => {
  await expect(roundOf(chunksOf(...deltas()))).rejects.toMatchObject({ code: 'ASSISTANT_UNAVAILABLE' });
});
