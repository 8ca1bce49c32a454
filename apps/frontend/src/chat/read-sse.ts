import { sseParser } from './sse-parser.ts';
import type { SseEvent } from './sse-parser.ts';

/** The backend says something every 15 s, be it a comment: silence of this length means that the connection is dead. */
const SILENCE_MS = 40_000;

/** The events of a response's body; ends with it, throws when it breaks or falls silent. Closes it when nobody reads on. */
export async function* readSse(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  silenceMs: number = SILENCE_MS,
): AsyncGenerator<SseEvent> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const parse = sseParser();
  try {
    for (;;) {
      const { done, value } = await inTime(reader.read(), silenceMs);
      if (done) return;
      yield* parse(value);
    }
  } finally {
    // Not awaited: a dead connection would not answer. A body that broke has been reported above.
    reader.cancel().catch(() => undefined);
  }
}

async function inTime<T>(promise: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`nothing came for ${milliseconds} ms`)), milliseconds);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
