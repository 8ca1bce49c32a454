import * as http from 'node:http';
import * as https from 'node:https';
import type { Duplex } from 'node:stream';
import { ApplyError } from '../error.ts';
import { stringAt } from '../json.ts';
import type { Identity } from './credentials.ts';
import { readBytes, type Entry } from './kubeconfig.ts';
import { proxyFor } from './proxy.ts';

/** One HTTP request. `path` begins with `/` and holds the query. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal | undefined;
  /** Longest time until the answer begins. */
  readonly timeoutMs: number;
}

/** Opens connections to one API server and keeps them alive. */
export interface Transport {
  readonly server: string;
  /** Resolves when the answer begins; rejects with Node's error when there is none. */
  send(request: HttpRequest, identity: Identity): Promise<http.IncomingMessage>;
  /** Resolves when the server speaks another protocol from now on; rejects with Node's error, or with what it answers. */
  upgrade(request: HttpRequest, identity: Identity): Promise<Upgraded>;
  close(): void;
}

/** A connection that no longer speaks HTTP. */
export interface Upgraded {
  readonly socket: Duplex;
  /** What came with the answer. */
  readonly head: Buffer;
}

/** The server goes on speaking HTTP. */
export class NotUpgraded extends Error {
  readonly response: http.IncomingMessage;

  constructor(response: http.IncomingMessage) {
    super(`the answer is ${response.statusCode}`);
    this.response = response;
  }
}

const connectTimeoutMs = 3000;

/**
 * Prepares the connection to the cluster of a context; nothing is sent yet.
 *
 * @throws ApplyError BAD_KUBECONFIG for an address that is none, or a proxy that does not speak HTTP (SOCKS)
 */
export async function openTransport(cluster: Entry): Promise<Transport> {
  const server = serverOf(cluster);
  const ca = await readBytes(cluster, 'certificate-authority');
  const servername = stringAt(cluster.fields, 'tls-server-name');
  const proxy = proxyOf(cluster, server);
  const kept: http.AgentOptions = {
    keepAlive: true,
    scheduling: 'lifo',
    ...(proxy && { proxyEnv: { HTTPS_PROXY: proxy, HTTP_PROXY: proxy } }),
  };
  const tls: https.AgentOptions = {
    ...kept,
    ...(ca && { ca }),
    ...(servername && { servername }),
    rejectUnauthorized: cluster.fields['insecure-skip-tls-verify'] !== true,
  };
  let agent: http.Agent | undefined;
  let madeFor: Identity | undefined;
  const agentFor = (identity: Identity): http.Agent => {
    if (agent && sameCertificate(madeFor, identity)) return agent;
    agent?.destroy();
    madeFor = identity;
    const { certificate: cert, key } = identity;
    agent =
      server.protocol === 'http:'
        ? new http.Agent(kept)
        : new https.Agent({ ...tls, ...(cert && { cert }), ...(key && { key }) });
    return agent;
  };
  return {
    server: server.href.replace(/\/$/, ''),
    send: (request, identity) => answerTo(begin(server, agentFor(identity), request, identity)),
    upgrade: (request, identity) => upgradeBy(begin(server, agentFor(identity), request, identity)),
    close: () => agent?.destroy(),
  };
}

function sameCertificate(a: Identity | undefined, b: Identity): boolean {
  const text = (identity: Identity | undefined): string => `${identity?.certificate ?? ''}${identity?.key ?? ''}`;
  return a === b || text(a) === text(b);
}

function serverOf(cluster: Entry): URL {
  const address = stringAt(cluster.fields, 'server') ?? '';
  if (!URL.canParse(address)) throw badEntry(`its server "${address}" is no address`);
  const server = new URL(address);
  if (!/^https?:$/.test(server.protocol)) throw badEntry(`its server "${address}" is neither https nor http`);
  return server;
}

function proxyOf(cluster: Entry, server: URL): string | undefined {
  const proxy = proxyFor(server, stringAt(cluster.fields, 'proxy-url'), process.env);
  if (proxy === undefined) return undefined;
  // Its user and password stay out of the message.
  if (!URL.canParse(proxy)) throw badEntry('the proxy on the way to its server (proxy-url, HTTPS_PROXY) is no address');
  const { protocol } = new URL(proxy);
  if (/^https?:$/.test(protocol)) return proxy;
  throw badEntry(
    `the proxy on the way to its server (proxy-url, HTTPS_PROXY) is ${protocol}//, only http and https work`,
  );
}

function badEntry(because: string): ApplyError {
  return new ApplyError('BAD_KUBECONFIG', {
    doing: 'connect to the cluster',
    because,
    fix: 'correct the cluster entry of the kubeconfig',
  });
}

function answerTo(sent: http.ClientRequest): Promise<http.IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.on('error', (error) => reject(Object.assign(error, { reusedSocket: sent.reusedSocket })));
    sent.on('response', resolve);
  });
}

function upgradeBy(sent: http.ClientRequest): Promise<Upgraded> {
  return new Promise((resolve, reject) => {
    sent.on('error', reject);
    sent.on('response', (response) => reject(new NotUpgraded(response)));
    sent.on('upgrade', (_response, socket, head) => resolve({ socket, head }));
  });
}

/** Sends a request; it fails when there is no answer in time. */
function begin(server: URL, agent: http.Agent, o: HttpRequest, identity: Identity): http.ClientRequest {
  const { request } = server.protocol === 'http:' ? http : https;
  const sent = request({
    agent,
    host: server.hostname.replace(/^\[|\]$/g, ''),
    port: server.port || (server.protocol === 'http:' ? 80 : 443),
    method: o.method,
    path: server.pathname.replace(/\/$/, '') + o.path,
    headers: {
      accept: 'application/json',
      'user-agent': 'nx-kube',
      ...(o.body !== undefined && { 'content-length': String(Buffer.byteLength(o.body)) }),
      ...o.headers,
      ...(identity.headers as http.OutgoingHttpHeaders),
    },
    ...(o.signal && { signal: o.signal }),
  });
  const late = (code: string, ms: number): NodeJS.Timeout =>
    setTimeout(() => {
      sent.destroy(Object.assign(new Error(`no answer after ${ms} ms`), { code, reusedSocket: sent.reusedSocket }));
    }, ms);
  const answerTimer = late('ETIMEDOUT', o.timeoutMs);
  const connectTimer = late('ECONNTIMEOUT', connectTimeoutMs);
  const stop = (): void => {
    clearTimeout(answerTimer);
    clearTimeout(connectTimer);
  };
  sent.on('socket', (socket) => {
    const connected = (): void => clearTimeout(connectTimer);
    if (sent.reusedSocket || (!socket.connecting && socket.readyState === 'open')) connected();
    else socket.once(server.protocol === 'http:' ? 'connect' : 'secureConnect', connected);
  });
  for (const over of ['error', 'response', 'upgrade']) sent.on(over, stop);
  sent.end(o.body);
  return sent;
}
