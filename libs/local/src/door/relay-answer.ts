import type { IncomingMessage, OutgoingMessage, ServerResponse } from 'node:http';

import { type Disguise, undisguise } from './guise.ts';
import { answerHeaders } from './headers.ts';

/** An answer on its way to the client. */
export interface Relay {
  readonly answer: IncomingMessage;
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: Disguise;
  /** Whether the connection can't be used after this answer. */
  readonly last: boolean;
}

/**
 * Sends an endpoint's answer as it comes: nothing is gathered, a slow reader slows the endpoint down, and an answer that breaks
 * off breaks off for the client as well.
 *
 * @throws TypeError when it holds what Node.js refuses to send
 */
export function relayAnswer({ answer, incoming, outgoing, target, last }: Relay): void {
  const trailers = answer.headers['transfer-encoding'] !== undefined && canHaveTrailers(incoming);
  const headers = [...undisguise(answerHeaders(answer, trailers), target)];
  if (last) headers.push('Connection', 'close');
  outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage ?? '', headers);
  answer.on('end', () => {
    if (trailers && answer.rawTrailers.length > 0) outgoing.addTrailers(pairs(answer.rawTrailers));
    outgoing.end();
  });
  answer.on('error', () => cutAnswer(incoming, outgoing));
  answer.on('close', () => {
    if (!answer.complete) cutAnswer(incoming, outgoing);
  });
  answer.pipe(outgoing, { end: false });
  flushUnlessBegun(answer, outgoing);
}

/** Head and first part go out together where they came together; the head of a body that is silent at first does not wait for it. */
export function flushUnlessBegun(from: IncomingMessage, to: OutgoingMessage): void {
  let begun = false;
  from.once('data', () => (begun = true));
  setImmediate(() => {
    if (!begun && !to.writableEnded && !to.destroyed) to.flushHeaders();
  });
}

/** Name, value, name, value… as pairs. Pure. */
export function pairs(raw: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) found.push([raw[at] ?? '', raw[at + 1] ?? '']);
  return found;
}

/** Ends an answer so that nobody can take it for a whole one. */
export function cutAnswer(incoming: IncomingMessage, outgoing: ServerResponse): void {
  // To a client of HTTP/1.0 the end of the connection is the end of the body.
  if (incoming.httpVersion === '1.0') incoming.socket.resetAndDestroy();
  else outgoing.destroy();
}

function canHaveTrailers({ httpVersion, method }: IncomingMessage): boolean {
  return httpVersion === '1.1' && method !== 'HEAD';
}
