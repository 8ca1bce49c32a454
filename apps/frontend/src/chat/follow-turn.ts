import { ChatError, failureFrom } from './failure.ts';
import type { Failure } from './failure.ts';
import type { TurnEvent } from './protocol.ts';
import { readTurnEvent } from './read-event.ts';
import { readSse } from './read-sse.ts';

/** How a turn is reached, and how time passes. */
export interface FollowOptions {
  /** Starts the turn. Not given: the turn runs already, and is `turnId`. */
  readonly send?: () => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  readonly resume: (turnId: string, lastEventId: string) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>;
  readonly turnId?: string;
  /** Waits before the next attempt; may return earlier when the network is back. */
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly signal: AbortSignal;
}

/** So often in a row a connection is opened without hearing anything, over about a minute. */
const ATTEMPTS = 12;

/**
 * The events of one turn to its end, over as many connections as it takes: after each loss it goes on behind the last event that
 * came. Says `reconnecting` before each new attempt. Throws {@link ChatError} when it gives up, or when there is nothing to go on
 * with, because the loss came before the first event.
 */
export async function* followTurn(options: FollowOptions): AsyncGenerator<TurnEvent | 'reconnecting'> {
  const { send, resume, wait, signal } = options;
  let { turnId } = options;
  let lastEventId = '';
  let lost: unknown;
  for (let attempt = 0; attempt <= ATTEMPTS; attempt += 1) {
    if (attempt > 0) {
      yield 'reconnecting';
      await wait(delayMs(attempt));
    }
    if (signal.aborted) return;
    try {
      const stream = turnId === undefined ? await send?.() : await resume(turnId, lastEventId);
      if (stream === undefined) return;
      for await (const sse of readSse(stream)) {
        attempt = 0;
        if (sse.id !== '') lastEventId = sse.id;
        const event = readTurnEvent(sse);
        if (event === undefined) continue;
        if (event.turnId !== '') turnId = event.turnId;
        yield event;
        if (event.type === 'done' || event.type === 'error') return;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(error)) throw error;
      lost = error;
    }
    if (turnId === undefined) break;
  }
  throw new ChatError(failureFrom(lost), lost);
}

/** Doubles from a quarter of a second to eight; the random part keeps many readers from coming back at once. */
function delayMs(attempt: number): number {
  return Math.min(8000, 250 * 2 ** (attempt - 1)) * (0.75 + Math.random() / 2);
}

const PASSING: ReadonlySet<Failure['code']> = new Set(['network', 'unavailable', 'too-many']);

/** Whether asking again would get the same answer. */
function isFinal(error: unknown): boolean {
  return !PASSING.has(failureFrom(error).code);
}
