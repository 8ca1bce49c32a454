import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Meant for the next hop only. @see https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
]);

/** What only a proxy may say, `x-forwarded-*` aside; `proxy` would become HTTP_PROXY in a CGI program. */
const OURS = new Set(['forwarded', 'host', 'proxy', 'x-original-forwarded-for', 'x-real-ip', 'x-scheme']);

/** Headers never lost, whatever Connection says: without them a message ends somewhere else than its sender meant. */
const FRAME = new Set(['content-length', 'host']);

/** How a request came to the door. */
export interface Arrival {
  readonly host: string;
  readonly remote: string;
  readonly port: number;
}

/**
 * Headers of a request for its endpoint, as name, value, name, value…: those of the client in their spelling and order, without
 * what was for the door, and with what ingress-nginx adds. Pure but for the id of a request that has none.
 */
export function requestHeaders(incoming: IncomingMessage, { host, remote, port }: Arrival): string[] {
  const dropped = dropsOf(incoming);
  const headers = ['Host', host];
  const { rawHeaders: raw } = incoming;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const low = name.toLowerCase();
    // nginx drops underscores as well: some servers can't tell them from dashes.
    if (dropped.has(low) || OURS.has(low) || low.startsWith('x-forwarded-') || low.includes('_')) continue;
    headers.push(name, raw[at + 1] ?? '');
  }
  headers.push('X-Forwarded-For', remote, 'X-Real-IP', remote, 'X-Forwarded-Proto', 'http');
  headers.push('X-Forwarded-Host', host, 'X-Forwarded-Port', String(port));
  if (incoming.headers['x-request-id'] === undefined) headers.push('X-Request-ID', randomUUID());
  return headers;
}

/** What tells an endpoint where the body of a request ends. Pure. */
export function framing({ method = '', headers }: IncomingMessage): string[] {
  if (headers['transfer-encoding'] !== undefined) {
    // Said aloud: otherwise Node.js sends the body of a DELETE without any frame, and it would be read as a request.
    const trailer = headers.trailer;
    return ['Transfer-Encoding', 'chunked', ...(trailer === undefined ? [] : ['Trailer', trailer])];
  }
  const meansBody = method === 'POST' || method === 'PUT' || method === 'PATCH';
  return meansBody && headers['content-length'] === undefined ? ['Content-Length', '0'] : [];
}

/** Whether a request has a body, as far as its headers tell. Pure. */
export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Headers of an answer for the client. Pure.
 *
 * @param trailers whether the client can get any
 */
export function answerHeaders(answer: IncomingMessage, trailers: boolean): string[] {
  const dropped = dropsOf(answer);
  const headers: string[] = [];
  const { rawHeaders: raw } = answer;
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const name = raw[at] ?? '';
    const low = name.toLowerCase();
    if (dropped.has(low) && !(low === 'trailer' && trailers)) continue;
    headers.push(name, raw[at + 1] ?? '');
  }
  return headers;
}

function dropsOf({ headers: { connection } }: IncomingMessage): ReadonlySet<string> {
  if (connection === undefined || connection === 'keep-alive' || connection === 'close') return HOP;
  const named = connection.split(',').map((token) => token.trim().toLowerCase());
  return new Set([...HOP, ...named.filter((name) => !FRAME.has(name))]);
}
