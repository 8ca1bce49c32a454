import type { ChatCompletionChunk } from 'openai/resources/chat/completions';
import { AssistantError } from '../assistant-error.ts';

/** A tool call as the model wrote it; `given` should be JSON and need not be. */
export interface WantedCall {
  id: string;
  name: string;
  given: string;
}

/** More than any call needs; a model that does not stop must not fill the memory. */
const MAX_CALLS = 200;
const MAX_GIVEN_CHARACTERS = 20_000;

/** What a round ended with. */
export interface Round {
  readonly calls: readonly WantedCall[];
  readonly said: string;
}

/**
 * Reads one streamed answer of the model: text goes out as it comes, calls are put together.
 *
 * @throws AssistantError when nothing comes for `idleMilliseconds`, or what comes is no answer
 */
export async function* readRound(
  chunks: AsyncIterable<ChatCompletionChunk>,
  idleMilliseconds: number,
): AsyncGenerator<string, Round> {
  const calls: WantedCall[] = [];
  const byIndex = new Map<number, WantedCall>();
  let said = '';
  for await (const chunk of impatient(chunks, idleMilliseconds)) {
    // "Compatible" servers send chunks without choices, and choices without a delta.
    const delta: Partial<ChatCompletionChunk.Choice.Delta> = chunk.choices?.[0]?.delta ?? {};
    const text = [delta.content, delta.refusal].filter((part) => typeof part === 'string').join('');
    if (text !== '') {
      said += text;
      yield text;
    }
    for (const part of Array.isArray(delta.tool_calls) ? delta.tool_calls : []) collect(calls, byIndex, part);
  }
  return { calls, said };
}

/** A part of a call: by its index, wherever those begin; servers that give none send each call whole, with an id of its own. */
function collect(
  calls: WantedCall[],
  byIndex: Map<number, WantedCall>,
  part: Partial<ChatCompletionChunk.Choice.Delta.ToolCall>,
): void {
  // Some send null for no index.
  const index = typeof part.index === 'number' ? part.index : undefined;
  const known = index === undefined ? calls.find(({ id }) => id === part.id) : byIndex.get(index);
  const { name = '', arguments: given = '' } = part.function ?? {};
  // Some send the arguments as an object.
  const text = typeof given === 'string' ? given : JSON.stringify(given);
  const call = known ?? { id: part.id || `call_${calls.length}`, name: '', given: '' };
  if (!known) {
    calls.push(call);
    if (index !== undefined) byIndex.set(index, call);
  }
  call.name ||= name;
  call.given += text;
  if (calls.length > MAX_CALLS || call.given.length > MAX_GIVEN_CHARACTERS)
    throw new AssistantError('ASSISTANT_UNAVAILABLE', 'the model wrote calls without end');
}

/** Gives up on a stream that falls silent. */
async function* impatient<T>(items: AsyncIterable<T>, milliseconds: number): AsyncIterable<T> {
  const iterator = items[Symbol.asyncIterator]();
  try {
    for (;;) {
      const silence = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => silence.reject(new AssistantError('ASSISTANT_UNAVAILABLE', 'the model fell silent')),
        milliseconds,
      );
      const next = await Promise.race([iterator.next(), silence.promise]).finally(() => clearTimeout(timer));
      if (next.done) return;
      yield next.value;
    }
  } finally {
    void iterator.return?.().catch(() => undefined);
  }
}
