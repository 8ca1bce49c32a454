import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

import { afterEach, expect, test } from 'vitest';

import { openPodGate, type PodGate } from './pod-gate.ts';

let gate: PodGate | undefined;
const servers: Server[] = [];
afterEach(() => {
  gate?.close();
  for (const server of servers.splice(0)) server.close();
});

/** A pod: says its name to whoever connects, then repeats what it hears. */
async function podThatSays(name: string): Promise<number> {
  const server = createServer((socket) => {
    socket.on('error', () => socket.destroy());
    socket.write(`${name}:`);
    socket.pipe(socket);
  });
  servers.push(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
}

async function portForward({ port }: { readonly port: number }): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
}

async function ask(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.write(text);
  let heard = '';
  for await (const chunk of socket) {
    heard += String(chunk);
    if (heard.endsWith(text)) break;
  }
  return heard;
}

test('connections go to the pods in turn, and bytes both ways', async () => {
  gate = await openPodGate({ portForward }, 'todo-app');
  gate.lead([
    { pod: 'a', port: await podThatSays('a') },
    { pod: 'b', port: await podThatSays('b') },
  ]);
  const answers = [await ask(gate.port, 'hello'), await ask(gate.port, 'hello')];
  expect(answers.toSorted()).toEqual(['a:hello', 'b:hello']);
});

test.each([
  ['without a ready pod', undefined],
  ['of a pod that refuses', 1],
])('a connection %s is reset, and the gate stays open', async (_, port) => {
  gate = await openPodGate({ portForward }, 'todo-app');
  gate.lead(port === undefined ? [] : [{ pod: 'a', port }]);
  await expect(ask(gate.port, 'hello')).rejects.toMatchObject({ code: 'ECONNRESET' });
  gate.lead([{ pod: 'a', port: await podThatSays('a') }]);
  expect(await ask(gate.port, 'again')).toBe('a:again');
});
