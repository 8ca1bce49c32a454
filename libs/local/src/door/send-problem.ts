import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

import type { DoorProblem } from './problem.ts';
import { problemPage } from './problem-page.ts';

/** Answers a request with a problem. */
export function sendProblem(problem: DoorProblem, incoming: IncomingMessage, outgoing: ServerResponse): void {
  if (outgoing.headersSent || outgoing.destroyed) return;
  const { status, reason, headers, body } = pageFor(problem, incoming);
  // Who waits for permission to send a body, and gets this instead, may send it or not: nobody knows where the next request begins.
  const close = problem.type === 'closing' || incoming.headers.expect !== undefined ? ['Connection', 'close'] : [];
  outgoing.writeHead(status, reason, [...headers, ...close]);
  outgoing.end(body);
}

/** The same on a connection that the HTTP server has let go, which it ends. */
export function writeProblem(problem: DoorProblem, incoming: IncomingMessage, socket: Socket): void {
  const { status, reason, headers, body } = pageFor(problem, incoming);
  const lines = [`HTTP/1.1 ${status} ${reason}`, ...headerLines(headers), 'Connection: close', '', body];
  socket.end(lines.join('\r\n'));
}

/** Name, value, name, value… as the lines of a message's head. Pure. */
export function headerLines(headers: readonly string[]): string[] {
  const lines: string[] = [];
  for (let at = 0; at + 1 < headers.length; at += 2) lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return lines;
}

function pageFor(problem: DoorProblem, { method, headers }: IncomingMessage): ReturnType<typeof problemPage> {
  return problemPage(problem, { method, accept: headers.accept });
}
