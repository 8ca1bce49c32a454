import { setTimeout as sleep } from 'node:timers/promises';

/** Somebody who reads a stream of the chat, maybe over several connections. */
export interface Reader {
  /** Numbers of all events, in the order in which they came. */
  readonly seqs: readonly number[];
  /** Milliseconds from a word's leaving the model to its reaching the reader. */
  readonly delays: readonly number[];
  /** How often an open stream ended though nobody wanted it to. */
  readonly drops: number;
  /** How often a stream could not be opened at once. */
  readonly refusals: number;
  readonly open: boolean;
  /** Hangs up, and reads on through another replica. */
  moveTo(url: string): void;
  leave(): void;
}

/** What a reader is told of who and where. */
export interface ReaderOptions {
  readonly url: string;
  readonly userId: string;
  readonly token: string;
}

/** As the stream's `retry` says. */
const RETRY_MILLISECONDS = 1000;

/** Says something to the assistant, and reads on until it leaves. A word of the model is the moment at which it was sent. */
export function startReader({ url, userId, token }: ReaderOptions): Reader {
  const seqs: number[] = [];
  const delays: number[] = [];
  const leaving = new AbortController();
  let [drops, refusals, open] = [0, 0, false];
  let lastId = '';
  let at = url;
  let connection = new AbortController();

  const connect = (): Promise<Response> => {
    connection = new AbortController();
    const base = `${at}/api/${userId}/chat`;
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
    const { signal } = connection;
    if (lastId === '')
      return fetch(`${base}/stream`, { method: 'POST', body: JSON.stringify({ message: 'Go on' }), headers, signal });
    const [turn] = lastId.split(':');
    return fetch(`${base}/turns/${turn}/events`, { headers: { ...headers, 'last-event-id': lastId }, signal });
  };
  const take = (frame: string): void => {
    const id = /^id: (.*)$/m.exec(frame)?.[1];
    if (id === undefined) return;
    lastId = id;
    seqs.push(Number(id.split(':')[1]));
    for (const [sent] of frame.matchAll(/\d{13}/g)) delays.push(Date.now() - Number(sent));
  };
  const read = async (): Promise<void> => {
    const response = await connect();
    if (!response.ok || !response.body) throw new Error(`${response.status} ${await response.text()}`);
    open = true;
    let rest = '';
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const frames = (rest + text).split('\n\n');
      rest = frames.pop() ?? '';
      frames.forEach(take);
    }
  };
  const keepReading = async (): Promise<void> => {
    while (!leaving.signal.aborted) {
      await read().catch(() => undefined);
      // Hung up by the reader itself: that is no drop.
      if (!connection.signal.aborted && open) drops += 1;
      else if (!connection.signal.aborted) refusals += 1;
      open = false;
      if (!connection.signal.aborted) await sleep(RETRY_MILLISECONDS);
    }
  };
  void keepReading();
  return {
    seqs,
    delays,
    get drops() {
      return drops;
    },
    get refusals() {
      return refusals;
    },
    get open() {
      return open;
    },
    moveTo(next) {
      at = next;
      connection.abort();
    },
    leave() {
      leaving.abort();
      connection.abort();
    },
  };
}
