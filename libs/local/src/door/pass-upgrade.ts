import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import type { Socket } from 'node:net';

import { joinSockets } from '../balance/join-sockets.ts';
import { chooseEndpoints } from './endpoint-choice.ts';
import { MAX_HEAD_BYTES } from './forward.ts';
import { disguise } from './guise.ts';
import { answerHeaders, requestHeaders } from './headers.ts';
import type { Passage, Target } from './passage.ts';
import { originForm } from './request-path.ts';
import { headerLines, writeProblem } from './send-problem.ts';

/** A request that asks for another protocol on its connection. */
export interface UpgradeRequest {
  readonly incoming: IncomingMessage;
  readonly socket: Socket;
  /** What the client has already sent in the other protocol. */
  readonly head: Buffer;
  readonly target: Target;
  readonly passage: Passage;
  /** Monotonic milliseconds. */
  readonly deadline: number;
}

/** Passes a WebSocket on: the endpoint agrees or refuses, and from then on bytes go both ways. */
export function passUpgrade({ incoming, socket, head, target, passage, deadline }: UpgradeRequest): void {
  const { service } = target;
  const choice = chooseEndpoints(target, passage, deadline);
  let current: ClientRequest | undefined;
  const arrival = { host: target.host, remote: socket.remoteAddress ?? '127.0.0.1', port: socket.localPort ?? 0 };
  const upgrade = ['Connection', 'Upgrade', 'Upgrade', incoming.headers.upgrade ?? ''];
  const headers = disguise([...requestHeaders(incoming, arrival), ...upgrade], target);
  const fail: Parameters<typeof choice.take>[1] = (problem) => writeProblem(problem, incoming, socket);
  const send = (port: number): void => {
    try {
      attempt(port);
    } catch {
      fail({ type: 'request', because: 'It can not be passed on.' });
    }
  };
  const attempt = (port: number): void => {
    const onward = request({
      host: '127.0.0.1',
      port,
      agent: passage.single,
      method: incoming.method,
      path: originForm(incoming.url ?? '/'),
      headers,
      maxHeaderSize: MAX_HEAD_BYTES,
      setHost: false,
    });
    current = onward;
    onward.on('upgrade', (answer, upstream: Socket, first) => {
      socket.write(headOf(answer, answer.rawHeaders));
      if (first.length > 0) socket.write(first);
      if (head.length > 0) upstream.write(head);
      joinSockets(socket, upstream);
    });
    onward.on('response', (answer) => {
      socket.write(headOf(answer, [...answerHeaders(answer, false), 'Connection', 'close']));
      answer.on('error', () => socket.resetAndDestroy());
      answer.pipe(socket);
    });
    onward.on('error', (error: NodeJS.ErrnoException) => {
      if (socket.destroyed || socket.bytesWritten > written) return;
      if (error.syscall === 'connect') {
        choice.refuse(port);
        choice.take(send, fail);
      } else fail({ type: 'gateway', service, because: 'its process closed the connection before it answered' });
    });
    onward.end();
  };
  // The connection may have served requests before.
  const written = socket.bytesWritten;
  socket.on('close', () => {
    choice.cancel();
    current?.destroy();
  });
  choice.take(send, fail);
}

function headOf({ statusCode, statusMessage }: IncomingMessage, headers: readonly string[]): Buffer {
  const lines = [`HTTP/1.1 ${statusCode} ${statusMessage}`, ...headerLines(headers), '', ''];
  return Buffer.from(lines.join('\r\n'), 'latin1');
}
