import type { StoredEvent } from './events.ts';
import type { Follower } from './follower.ts';

/** What `text/event-stream` needs so that no proxy holds it back, compresses it or keeps it. */
export const SSE_HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
} as const;

const HEARTBEAT_MILLISECONDS = 15_000;
/** Told at the beginning: how long to wait before a lost connection is taken up again. */
const RETRY_MILLISECONDS = 1000;
const encoder = new TextEncoder();

/**
 * The events that a follower reads, as a stream of server-sent events. It is pulled: whoever reads slowly is waited for, and
 * holds no more than one batch. It ends after the last event, or earlier when the reader should go on through another replica.
 *
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */
export function sseStream(
  reading: { readonly follower: Follower; close(): void },
  closing: AbortSignal,
  heartbeatMilliseconds = HEARTBEAT_MILLISECONDS,
): ReadableStream<Uint8Array> {
  const { follower } = reading;
  const leave = (): void => follower.end();
  closing.addEventListener('abort', leave, { once: true });
  const close = (): void => {
    closing.removeEventListener('abort', leave);
    reading.close();
  };
  if (closing.aborted) leave();
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        controller.enqueue(encoder.encode(`retry: ${RETRY_MILLISECONDS}\n\n`));
      },
      async pull(controller) {
        const rows = await follower.read(heartbeatMilliseconds);
        if (!rows) {
          close();
          controller.close();
          return;
        }
        const text = rows.length === 0 ? ': still here\n\n' : rows.map((row) => frame(follower.turnId, row)).join('');
        controller.enqueue(encoder.encode(text));
      },
      cancel: close,
    },
    { highWaterMark: 1 },
  );
}

/** JSON has no line breaks of its own, so one `data` line is enough. */
function frame(turnId: string, { seq, event, data }: StoredEvent): string {
  return `id: ${turnId}:${seq}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`;
}

/** The number after which a reader wants to go on; undefined when the header is not about this turn. */
export function lastEventIdOf(turnId: string, header: string | undefined): number | undefined {
  if (header === undefined || header === '') return 0;
  const [, turn, seq] = /^([\da-f-]{36}):(\d{1,9})$/.exec(header) ?? [];
  return turn === turnId ? Number(seq) : undefined;
}
