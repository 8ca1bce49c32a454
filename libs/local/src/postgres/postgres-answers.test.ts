import { once } from 'node:events';
import { type Socket, createServer } from 'node:net';

import { expect, onTestFinished, test } from 'vitest';

import { accepts, postgresAnswers, startupMessage } from './postgres-answers.ts';

async function listen(answer: (socket: Socket) => void): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  }).listen(0, '127.0.0.1');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  await once(server, 'listening');
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

const refusal = (code: string): Buffer => {
  const body = Buffer.from(`SFATAL\0C${code}\0Mno\0\0`);
  const head = Buffer.from('E____');
  head.writeInt32BE(4 + body.length, 1);
  return Buffer.concat([head, body]);
};

test.each([
  ['asks for a password', Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 10]), true],
  ['is starting up', refusal('57P03'), false],
  ['refuses for another reason', refusal('28000'), true],
  ['speaks another language', Buffer.from('HTTP/1.1 400 Bad Request\r\n'), false],
])('a server that %s: %j', async (_, answer, expected) => {
  const port = await listen((socket) => void socket.once('data', () => socket.write(answer)));
  await expect(postgresAnswers(port, 'todo', 5_000)).resolves.toBe(expected);
});

test('a server that hangs up, or says nothing in time, does not answer', async () => {
  await expect(postgresAnswers(await listen((socket) => socket.end()), 'todo', 5_000)).resolves.toBe(false);
  await expect(postgresAnswers(await listen(() => undefined), 'todo', 50)).resolves.toBe(false);
});

test('an answer in pieces is judged when it is complete', () => {
  const answer = refusal('57P03');
  for (let length = 0; length < answer.length; length++) expect(accepts(answer.subarray(0, length))).toBeUndefined();
  expect(accepts(answer)).toBe(false);
});

test('the first message names the role, and its own length', () => {
  const message = startupMessage('todo');
  expect(message.readInt32BE(0)).toBe(message.length);
  expect(message.subarray(8).toString()).toBe('user\0todo\0\0');
});
