import { type ClientRequest, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import { chooseEndpoints } from './endpoint-choice.ts';
import { disguise } from './guise.ts';
import { framing, hasBody, requestHeaders } from './headers.ts';
import type { Passage, Target } from './passage.ts';
import { patience } from './patience.ts';
import { cutAnswer, flushUnlessBegun, pairs, relayAnswer } from './relay-answer.ts';
import { originForm } from './request-path.ts';
import { sendProblem } from './send-problem.ts';

/** One request and its answer. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  readonly target: Target;
  readonly passage: Passage;
  /** Monotonic milliseconds. */
  readonly begun: number;
}

/** Larger than any server's own limit: whether a head is too long is the endpoint's decision. */
export const MAX_HEAD_BYTES = 65_536;

/** May be sent again when nobody knows whether it has been worked on. @see https://www.rfc-editor.org/rfc/rfc9110#section-9.2.2 */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'PUT', 'DELETE']);
/** As ingress-nginx: three tries in all. */
const MORE_TRIES = 2;

/** Sends a request to an endpoint of its Service and the answer back, both as they come. */
export function forward({ incoming, outgoing, target, passage, begun }: Exchange): void {
  const { service, endpoints } = target;
  const body = hasBody(incoming);
  const repeatable = !body && IDEMPOTENT.has(incoming.method ?? '');
  const choice = chooseEndpoints(target, passage, begun + patience(incoming, passage.holdMs, endpoints.seen()));
  const headers = disguise([...requestHeaders(incoming, arrival(incoming, target)), ...framing(incoming)], target);
  let current: ClientRequest | undefined;
  let broken = 0;

  const fail: Parameters<typeof choice.take>[1] = (problem) => sendProblem(problem, incoming, outgoing);
  const next = (): void => choice.take(send, fail);
  const send = (port: number): void => {
    try {
      attempt(port);
    } catch (error) {
      fail({ type: 'request', because: reasonOf(error) });
    }
  };
  const attempt = (port: number): void => {
    // A connection that stays may be closed by the other side just now, which only what is repeatable survives.
    const agent = repeatable && broken === 0 ? passage.kept : passage.single;
    const path = originForm(incoming.url ?? '/');
    const onward = request({ host: '127.0.0.1', port, agent, method: incoming.method, path, headers, ...LIMITS });
    current = onward;
    let answered: IncomingMessage | undefined;
    let allowed = incoming.headers.expect === undefined;
    onward.on('continue', () => {
      allowed = true;
      outgoing.writeContinue();
    });
    onward.on('response', (answer) => {
      answered = answer;
      try {
        relayAnswer({ answer, incoming, outgoing, target, last: passage.isClosing() || !allowed });
      } catch (error) {
        onward.destroy();
        fail({ type: 'gateway', service, because: `its answer can't be sent: ${reasonOf(error)}` });
      }
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      // An answer that ends with its connection would pass for whole otherwise.
      if (answered !== undefined && !answered.complete) cutAnswer(incoming, outgoing);
      if (answered !== undefined || outgoing.destroyed || current !== onward) return;
      current = undefined;
      if (error.syscall === 'connect') {
        choice.refuse(port);
        next();
      } else if (repeatable && broken < MORE_TRIES) {
        broken += 1;
        next();
      } else fail({ type: 'gateway', service, because: broke(error) });
    });
    if (body) whenConnected(onward, () => sendBody(incoming, onward));
    else onward.end();
  };

  outgoing.on('close', () => {
    choice.cancel();
    // Answered before the body had arrived, or the client is gone: either way the endpoint is not to wait for more.
    if (!outgoing.writableFinished || !incoming.complete) current?.destroy();
  });
  next();
}

const LIMITS = { maxHeaderSize: MAX_HEAD_BYTES, setHost: false } as const;

function arrival({ socket }: IncomingMessage, { host }: Target): Parameters<typeof requestHeaders>[1] {
  return { host, remote: socket.remoteAddress ?? '127.0.0.1', port: socket.localPort ?? 0 };
}

/** Until somebody listens, the body stays where it is: another endpoint may have to get it. */
function whenConnected(onward: ClientRequest, then: () => void): void {
  onward.once('socket', (socket: Socket) => {
    if (socket.connecting) socket.once('connect', then);
    else then();
  });
}

function sendBody(incoming: IncomingMessage, onward: ClientRequest): void {
  incoming.on('end', () => {
    if (incoming.rawTrailers.length > 0) onward.addTrailers(pairs(incoming.rawTrailers));
    onward.end();
  });
  incoming.pipe(onward, { end: false });
  flushUnlessBegun(incoming, onward);
  // What can't be sent any more is read and forgotten, so that the client comes to read its answer.
  onward.on('close', () => {
    incoming.unpipe(onward);
    incoming.resume();
  });
}

function broke(error: NodeJS.ErrnoException): string {
  return error.code === 'ECONNRESET' || error.code === 'EPIPE'
    ? 'its process closed the connection before it answered'
    : `its answer can't be read: ${error.message}`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
