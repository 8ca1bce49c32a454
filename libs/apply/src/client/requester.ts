import type { IncomingMessage } from 'node:http';
import { ApplyError } from '../error.ts';
import { stringAt } from '../json.ts';
import { pause } from '../run/pause.ts';
import { apiError } from './api-error.ts';
import type { Credentials } from './credentials.ts';
import { makeLimiter } from './limiter.ts';
import { retryDelay } from './retry.ts';
import { NotUpgraded, type HttpRequest, type Transport, type Upgraded } from './transport.ts';

/** A request and what it is for. */
export interface ApiRequest extends Omit<HttpRequest, 'timeoutMs'> {
  /** `apply Deployment todo/backend` */
  readonly doing: string;
  readonly secret?: boolean;
  readonly timeoutMs?: number;
  /** Return the answer whatever its status, at the first try. */
  readonly raw?: boolean;
}

/** A whole answer. `json` is `undefined` when the text is no JSON. */
export interface ApiAnswer {
  readonly status: number;
  readonly text: string;
  readonly json: unknown;
  readonly warnings: readonly string[];
}

/** Sends requests with credentials, and again where that is safe. */
export interface Requester {
  readonly server: string;
  /** @throws ApplyError for every answer that is no success */
  request(o: ApiRequest): Promise<ApiAnswer>;
  /** The answer as a stream, once it has begun and is a success. */
  stream(o: ApiRequest): Promise<IncomingMessage>;
  /** A connection for another protocol, named in the headers; tried once. */
  upgrade(o: ApiRequest): Promise<Upgraded>;
  close(): void;
}

const requestTimeoutMs = 30_000;
const requestsAtOnce = 8; // as other deployers; a watch is not counted, it stays open

/** Puts credentials, retries and errors around a transport. `signal` ends every request when the connection ends. */
export function makeRequester(transport: Transport, credentials: Credentials, signal: AbortSignal): Requester {
  let seen = false;
  const { server } = transport;
  const limiter = makeLimiter(requestsAtOnce);

  async function begin(o: ApiRequest): Promise<IncomingMessage> {
    const begun = performance.now();
    const either = o.signal ? AbortSignal.any([o.signal, signal]) : signal;
    let renewed = false;
    for (let attempt = 1; ; attempt += 1) {
      if (either.aborted) throw stopped(o.doing);
      const identity = await credentials.current();
      const outcome = await transport
        .send({ ...o, timeoutMs: o.timeoutMs ?? requestTimeoutMs, signal: either }, identity)
        .catch((error: unknown) => error as NodeJS.ErrnoException & { reusedSocket?: boolean });
      const elapsedMs = performance.now() - begun;
      if (outcome instanceof Error) {
        if (either.aborted) throw stopped(o.doing);
        const { code = '', reusedSocket = false } = outcome;
        const delay = retryDelay({ method: o.method, code, reusedSocket, attempt, elapsedMs, seen });
        if (delay === undefined) throw unreachable(o.doing, server, outcome);
        await pause(delay, either);
        continue;
      }
      seen = true;
      const status = outcome.statusCode ?? 0;
      if (o.raw || (status >= 200 && status < 300)) return outcome;
      if (status === 429) limiter.throttled();
      const { json, text } = await readAnswer(outcome);
      if (status === 401 && !renewed && credentials.refresh(identity)) {
        renewed = true;
        continue;
      }
      const retryAfter = outcome.headers['retry-after'];
      const message = stringAt(json, 'message') ?? text;
      const delay = retryDelay({ method: o.method, status, message, retryAfter, attempt, elapsedMs, seen });
      if (delay === undefined) {
        throw apiError({ doing: o.doing, status, body: json ?? text, ...(o.secret && { secret: true }) });
      }
      await pause(delay, either);
    }
  }

  async function whole(o: ApiRequest): Promise<ApiAnswer> {
    const begun = performance.now();
    for (let attempt = 1; ; attempt += 1) {
      const response = await begin(o);
      try {
        return await readAnswer(response);
      } catch (error) {
        // The connection broke in the middle of the answer.
        if (signal.aborted || o.signal?.aborted) throw stopped(o.doing);
        const { code = 'ECONNRESET' } = error as NodeJS.ErrnoException;
        const elapsedMs = performance.now() - begun;
        const delay = retryDelay({ method: o.method, code, attempt, elapsedMs, seen });
        if (delay === undefined) throw unreachable(o.doing, server, error as Error);
        await pause(delay, signal);
      }
    }
  }

  async function upgrade(o: ApiRequest): Promise<Upgraded> {
    const either = o.signal ? AbortSignal.any([o.signal, signal]) : signal;
    try {
      const timeoutMs = o.timeoutMs ?? requestTimeoutMs;
      return await transport.upgrade({ ...o, timeoutMs, signal: either }, await credentials.current());
    } catch (error) {
      if (either.aborted) throw stopped(o.doing);
      if (!(error instanceof NotUpgraded)) throw unreachable(o.doing, server, error as Error);
      const { json, text } = await readAnswer(error.response);
      throw apiError({ doing: o.doing, status: error.response.statusCode ?? 0, body: json ?? text });
    }
  }

  return {
    server,
    upgrade,
    request: (o) => limiter.run(() => whole(o)),
    stream: begin,
    close: () => transport.close(),
  };
}

async function readAnswer(response: IncomingMessage): Promise<ApiAnswer> {
  const stalled = setTimeout(() => response.destroy(new Error('the answer stopped coming')), requestTimeoutMs);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    return { status: response.statusCode ?? 0, text, json: parsed(text), warnings: warningsOf(response) };
  } finally {
    clearTimeout(stalled);
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Warning: 299 - "text"`, several in one line at times. */
function warningsOf(response: IncomingMessage): readonly string[] {
  const header = response.headers['warning'] ?? '';
  return [...header.matchAll(/299 \S+ "((?:[^"\\]|\\.)*)"/g)].map(([, text = '']) => text.replaceAll(/\\(.)/g, '$1'));
}

function stopped(doing: string): ApplyError {
  return new ApplyError('INTERRUPTED', {
    doing,
    because: 'the run was stopped',
    fix: 'run again: what is in place is found and left alone',
  });
}

function unreachable(doing: string, server: string, error: Error): ApplyError {
  const { code = error.message } = error as NodeJS.ErrnoException;
  const late = code === 'ETIMEDOUT';
  const certificate = /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO/.test(code);
  return new ApplyError(
    late ? 'TIMED_OUT' : 'UNREACHABLE',
    {
      doing,
      because: late
        ? `the API server at ${server} took too long to answer`
        : `there is no connection to the API server at ${server} (${code})`,
      fix: certificate
        ? 'the certificate of the server is not the one that the kubeconfig expects: let the cluster write it again (minikube update-context)'
        : 'start the cluster (minikube start), or choose the context of one that runs',
    },
    error,
  );
}
