import { readFile, writeFile } from 'node:fs/promises';
import * as http from 'node:http';
import * as https from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { parse, stringify } from 'yaml';

/** What happens to a request instead of being passed on, or to its answer. */
export type Fault =
  /** The connection breaks; the API server never sees the request. */
  | { readonly kind: 'reset-before' }
  /** The API server does what was asked; the answer is lost. */
  | { readonly kind: 'reset-after' }
  /** An answer of the proxy's own, with a `Status` as its body. */
  | { readonly kind: 'answer'; readonly status: number; readonly message: string; readonly retryAfter?: number }
  /** The answer comes, in pieces of this many bytes, and breaks off after so many of them. */
  | { readonly kind: 'break-after'; readonly bytes: number; readonly piece: number }
  /** The answer comes in small pieces, a line in the middle of a character even. */
  | { readonly kind: 'pieces'; readonly piece: number }
  /** A watch begins and tells at once that the version is too old. */
  | { readonly kind: 'gone-in-band' };

/** A request as the proxy saw it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly fault?: Fault['kind'];
}

/** An HTTP server in front of the API server that does wrong on demand. */
export interface FaultProxy {
  /** A kubeconfig with one context, `proxied`. */
  readonly kubeconfig: string;
  readonly seen: readonly SeenRequest[];
  /** The next requests that match are struck, one per fault, in order. */
  strike(method: string, path: RegExp, ...faults: readonly Fault[]): void;
  /** Breaks every connection, and refuses new ones for a while: an API server that restarts. */
  restart(milliseconds: number): Promise<void>;
  /** Most requests that were under way at once. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

interface Strike {
  readonly method: string;
  readonly path: RegExp;
  readonly faults: Fault[];
}

interface Upstream {
  readonly server: URL;
  readonly user: unknown;
}

/**
 * Starts a proxy in front of the API server of a kubeconfig's current context.
 *
 * @param to path of the kubeconfig that is written for clients of the proxy
 */
export async function startFaultProxy(kubeconfig: string, to: string): Promise<FaultProxy> {
  const { server, user } = await upstreamOf(kubeconfig);
  const agent = new https.Agent({ keepAlive: true, rejectUnauthorized: false });
  const strikes: Strike[] = [];
  const seen: SeenRequest[] = [];
  let [now, most] = [0, 0];
  const proxy = http.createServer((request, response) => {
    const { method = 'GET', url = '/' } = request;
    const strike = strikes.find((s) => s.method === method && s.path.test(url) && s.faults.length > 0);
    const fault = strike?.faults.shift();
    seen.push({ method, path: url, ...(fault && { fault: fault.kind }) });
    now += 1;
    most = Math.max(most, now);
    response.on('close', () => (now -= 1));
    void readBody(request).then((body) => pass({ server, agent, request, response, body, fault }));
  });
  await listen(proxy, 0);
  const { port } = proxy.address() as AddressInfo;
  await writeFile(to, stringify(kubeconfigFor(`http://127.0.0.1:${port}`, user)), { mode: 0o600 });
  return {
    kubeconfig: to,
    seen,
    strike: (method, path, ...faults) => strikes.push({ method, path, faults: [...faults] }),
    restart: async (milliseconds) => {
      const closed = new Promise((done) => {
        proxy.close(done);
      });
      proxy.closeAllConnections();
      await closed;
      await pause(milliseconds);
      await listen(proxy, port);
    },
    mostAtOnce: () => most,
    close: async () => {
      agent.destroy();
      proxy.closeAllConnections();
      await new Promise((closed) => {
        proxy.close(closed);
      });
    },
  };
}

function listen(proxy: http.Server, port: number): Promise<void> {
  return new Promise((listening) => {
    proxy.listen(port, '127.0.0.1', () => listening());
  });
}

/** A kubeconfig with the context `proxied`. */
export function kubeconfigFor(server: string, user: unknown): object {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'proxied',
    clusters: [{ name: 'c', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'proxied', context: { cluster: 'c', user: 'u' } }],
  };
}

/** Address and user of the current context. */
export async function upstreamOf(kubeconfig: string): Promise<Upstream> {
  const file = parse(await readFile(kubeconfig, 'utf8')) as {
    readonly 'current-context': string;
    readonly contexts: readonly { name: string; context: { cluster: string; user: string } }[];
    readonly clusters: readonly { name: string; cluster: { server: string } }[];
    readonly users: readonly { name: string; user: unknown }[];
  };
  const context = file.contexts.find(({ name }) => name === file['current-context'])?.context;
  const cluster = file.clusters.find(({ name }) => name === context?.cluster)?.cluster;
  const user = file.users.find(({ name }) => name === context?.user)?.user;
  if (!cluster || !user) throw new Error(`${kubeconfig} has no usable current context`);
  return { server: new URL(cluster.server), user };
}

async function readBody(request: http.IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

interface Passing {
  readonly server: URL;
  readonly agent: https.Agent;
  readonly request: http.IncomingMessage;
  readonly response: http.ServerResponse;
  readonly body: Buffer;
  readonly fault: Fault | undefined;
}

function pass({ server, agent, request, response, body, fault }: Passing): void {
  if (fault?.kind === 'reset-before') {
    request.socket.resetAndDestroy();
    return;
  }
  if (fault?.kind === 'answer') {
    answer(response, fault);
    return;
  }
  if (fault?.kind === 'gone-in-band') {
    const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Expired', code: 410 };
    response.end(`${JSON.stringify({ type: 'ERROR', object })}\n`);
    return;
  }
  const forwarded = https.request(
    {
      agent,
      host: server.hostname,
      port: server.port,
      method: request.method,
      path: request.url,
      headers: { ...request.headers, host: server.host },
    },
    (upstream) => hand(upstream, request, response, fault),
  );
  forwarded.on('error', () => request.socket.destroy());
  response.on('close', () => forwarded.destroy());
  forwarded.end(body);
}

function hand(
  upstream: http.IncomingMessage,
  request: http.IncomingMessage,
  response: http.ServerResponse,
  fault: Fault | undefined,
): void {
  upstream.on('error', () => request.socket.destroy());
  if (fault?.kind === 'reset-after') {
    upstream.resume().on('end', () => request.socket.resetAndDestroy());
    return;
  }
  response.writeHead(upstream.statusCode ?? 502, upstream.headers);
  response.flushHeaders();
  if (fault?.kind !== 'pieces' && fault?.kind !== 'break-after') {
    upstream.pipe(response);
    return;
  }
  const limit = fault.kind === 'break-after' ? fault.bytes : Number.POSITIVE_INFINITY;
  void writePieces(upstream, response, fault.piece, limit).then((whole) =>
    whole ? response.end() : request.socket.resetAndDestroy(),
  );
}

/** True when all of it went through. */
async function writePieces(
  from: http.IncomingMessage,
  to: http.ServerResponse,
  piece: number,
  limit: number,
): Promise<boolean> {
  let sent = 0;
  try {
    for await (const chunk of from as AsyncIterable<Buffer>) {
      for (let at = 0; at < chunk.length; at += piece) {
        const part = chunk.subarray(at, at + piece);
        if (sent + part.length > limit) return false;
        sent += part.length;
        to.write(part);
        // One packet per piece: otherwise the kernel puts them together again.
        await new Promise((next) => {
          setImmediate(next);
        });
      }
    }
    return true;
  } catch {
    return false;
  }
}

function answer(response: http.ServerResponse, fault: Extract<Fault, { kind: 'answer' }>): void {
  response.writeHead(fault.status, {
    'content-type': 'application/json',
    ...(fault.retryAfter !== undefined && { 'retry-after': String(fault.retryAfter) }),
  });
  const { status: code, message } = fault;
  response.end(JSON.stringify({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code, message }));
}
