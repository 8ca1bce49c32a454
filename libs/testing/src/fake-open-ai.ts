import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What a model is asked, as far as tests look at it. */
export interface FakeModelRequest {
  readonly model: string;
  readonly messages: readonly {
    readonly role: string;
    readonly content?: string | null;
    readonly tool_calls?: readonly unknown[];
  }[];
  readonly tools?: readonly { readonly function: { readonly name: string; readonly parameters: unknown } }[];
}

/** What a model answers. */
export interface FakeModelAnswer {
  /** Each piece is a chunk of its own; a function is asked when it is sent. */
  readonly text?: string | readonly (string | (() => string))[];
  /** Arguments that are a text are sent as they are, valid or not. */
  readonly calls?: readonly { readonly name: string; readonly arguments: object | string }[];
  readonly refusal?: string;
  /** Before every chunk. */
  readonly delayMilliseconds?: number;
  /** An HTTP error instead of an answer. */
  readonly status?: number;
  /** Sent with status 200 instead of an answer. */
  readonly garbage?: string;
  /** After its chunks the answer neither goes on nor ends. */
  readonly hangs?: boolean;
}

/** Decides what is answered: by the request, and by how many came before. */
export type FakeModelScript = (request: FakeModelRequest, index: number) => FakeModelAnswer;

/** A server that speaks OpenAI's streamed chat completions, and says what a test wants. */
export interface FakeOpenAi {
  /** For `OPENAI_BASE_URL`. */
  readonly baseUrl: string;
  /** Everything that was asked since the last script. */
  readonly requests: readonly FakeModelRequest[];
  /** Answers one after the other, the last one again and again; or a function. */
  script(script: FakeModelScript | readonly FakeModelAnswer[]): void;
  /** Connections that are open now. */
  readonly open: () => number;
  close(): Promise<void>;
}

/** Starts a fake model on a free loopback port. */
export async function startFakeOpenAi(): Promise<FakeOpenAi> {
  let requests: FakeModelRequest[] = [];
  let script: FakeModelScript = () => ({ text: 'Hello.' });
  let open = 0;
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const asked = await readJson(request);
    requests.push(asked);
    await answer(response, script(asked, requests.length - 1));
  };
  const server = createServer((request, response) => {
    open += 1;
    response.once('close', () => (open -= 1));
    void serve(request, response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    get requests() {
      return requests;
    },
    script(next) {
      requests = [];
      script = typeof next === 'function' ? next : (_, index) => next[Math.min(index, next.length - 1)] ?? {};
    },
    open: () => open,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function readJson(request: IncomingMessage): Promise<FakeModelRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8')) as FakeModelRequest;
}

async function answer(response: ServerResponse, said: FakeModelAnswer): Promise<void> {
  const { status = 200, garbage, delayMilliseconds = 0, hangs = false } = said;
  if (status !== 200) {
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ error: { message: 'scripted failure', type: 'server_error' } }));
    return;
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  if (garbage !== undefined) {
    response.end(garbage);
    return;
  }
  response.flushHeaders();
  const deltas = deltasOf(said);
  for (;;) {
    await sleep(delayMilliseconds);
    if (response.destroyed) return;
    const { value: delta, done } = deltas.next();
    if (done) break;
    send(response, { index: 0, delta, finish_reason: null });
  }
  if (hangs) return;
  send(response, { index: 0, delta: {}, finish_reason: said.calls ? 'tool_calls' : 'stop' });
  response.end('data: [DONE]\n\n');
}

/** Arguments come in two pieces, as real models cut them anywhere. */
function* deltasOf({ text = [], calls = [], refusal }: FakeModelAnswer): Generator<object> {
  yield { role: 'assistant', content: '' };
  for (const piece of typeof text === 'string' ? [text] : text)
    yield { content: typeof piece === 'string' ? piece : piece() };
  if (refusal !== undefined) yield { refusal };
  for (const [index, { name, arguments: given }] of calls.entries()) {
    const whole = typeof given === 'string' ? given : JSON.stringify(given);
    const half = Math.floor(whole.length / 2);
    const id = `call_${index}_${Math.random().toString(36).slice(2)}`;
    yield { tool_calls: [{ index, id, type: 'function', function: { name, arguments: whole.slice(0, half) } }] };
    yield { tool_calls: [{ index, function: { arguments: whole.slice(half) } }] };
  }
}

function send(response: ServerResponse, choice: object): void {
  const chunk = { id: 'chatcmpl-fake', object: 'chat.completion.chunk', created: 0, model: 'fake', choices: [choice] };
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}
