import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import {
  aDoor,
  aRawServer,
  aServer,
  aService,
  doorTo,
  doorToPort,
  exchangeBytes,
  prefix,
} from './testing/door-and-servers.ts';

const KEY = 'dGhlIHNhbXBsZSBub25jZQ==';
const head = (path = '/', host = 'localhost'): string =>
  `GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${KEY}\r\n\r\n`;

/** Agrees to every WebSocket and then sends back what comes, byte for byte. */
async function anEcho(): Promise<Awaited<ReturnType<typeof aServer>>> {
  const made = await aServer((_, outgoing) => void outgoing.writeHead(426, { 'x-own': 'yes' }).end('upgrade, please'));
  const accept = createHash('sha1').update(`${KEY}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
  const open = new Set<Socket>();
  made.server.on('upgrade', (incoming, socket: Socket, first) => {
    open.add(socket);
    socket.on('error', () => undefined);
    const seen = JSON.stringify([incoming.url, incoming.headers['x-forwarded-for'], incoming.headers.host]);
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\nX-Seen: ${seen}\r\n\r\n`,
    );
    socket.write(first);
    socket.pipe(socket);
  });
  onTestFinished(() => open.forEach((socket) => socket.destroy()));
  return made;
}

function client(port: number, bytes: string): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(bytes);
  return socket;
}

async function until(socket: Socket, text: string): Promise<string> {
  let seen = '';
  for (;;) {
    seen += String(((await once(socket, 'data')) as [Buffer])[0]);
    if (seen.includes(text)) return seen;
  }
}

test('a WebSocket is passed on, and bytes go both ways', async () => {
  const { door } = await doorToPort((await anEcho()).port);
  const socket = client(door.port, head('/_next/hmr?id=1'));

  const answer = await until(socket, '\r\n\r\n');
  expect(answer).toMatch(/^HTTP\/1.1 101 /);
  expect(answer).toContain('Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=');
  expect(answer).toContain('["/_next/hmr?id=1","127.0.0.1","localhost"]');
  for (const word of ['one', 'two']) {
    socket.write(word);
    expect(await until(socket, word)).toBe(word);
  }
});

test('the WebSocket of this version of Node.js gets through', async () => {
  const { server, port } = await aServer(() => undefined);
  server.on('upgrade', (incoming, socket: Socket) => {
    const key = `${incoming.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
    const accept = createHash('sha1').update(key).digest('base64');
    socket.write(
      `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
    );
    // One unmasked text frame.
    socket.write(Buffer.from([0x81, 5, ...Buffer.from('hello')]));
    onTestFinished(() => void socket.destroy());
  });
  const { door } = await doorToPort(port);
  const socket = new WebSocket(`ws://127.0.0.1:${door.port}/`);
  onTestFinished(() => socket.close());
  const message = await new Promise((resolve, reject) => {
    socket.addEventListener('message', ({ data }) => resolve(data));
    socket.addEventListener('error', reject);
  });

  expect(message).toBe('hello');
});

test('what is sent together with the request arrives', async () => {
  const { door } = await doorToPort((await anEcho()).port);
  const socket = client(door.port, `${head()}early bytes`);

  expect(await until(socket, 'early bytes')).toMatch(/\r\n\r\nearly bytes$/);
});

test('an endpoint that refuses is heard', async () => {
  const { door } = await doorTo((_, outgoing) => void outgoing.writeHead(426, { 'x-own': 'yes' }).end('no'));

  const answer = await exchangeBytes(door.port, head());

  expect(answer).toMatch(/^HTTP\/1.1 (426|200) /);
  expect(answer.toLowerCase()).toContain('x-own: yes');
  expect(answer).toMatch(/no$/);
});

test('a name that the door does not have is refused here as well', async () => {
  const { door } = await doorToPort((await anEcho()).port);

  expect(await exchangeBytes(door.port, head('/', 'evil.example'))).toMatch(/^HTTP\/1.1 421 /);
});

test('a WebSocket waits for a ready endpoint, too', async () => {
  const { port } = await anEcho();
  const [door, service] = await Promise.all([aDoor(), aService()]);
  const socket = client(door.port, head());
  await sleep(50);
  door.lead([prefix('/', 'web')], () => service);
  await sleep(50);

  service.set([port]);

  expect(await until(socket, '\r\n\r\n')).toMatch(/^HTTP\/1.1 101 /);
});

test('without a ready endpoint it is told so in the end', async () => {
  const [door, service] = await Promise.all([aDoor({ holdMs: 100 }), aService()]);
  door.lead([prefix('/', 'web')], () => service);

  expect(await exchangeBytes(door.port, head())).toMatch(/^HTTP\/1.1 503 [^]*web/);
});

test('an endpoint that ends the connection instead of agreeing is a bad gateway', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => socket.destroy());
  });
  const { door } = await doorToPort(port);

  expect(await exchangeBytes(door.port, head())).toMatch(/^HTTP\/1.1 502 [^]*web/);
});

test('a client that goes away ends the connection to the endpoint, and the other way round', async () => {
  const { port, server } = await anEcho();
  const ends: Socket[] = [];
  server.on('upgrade', (_, socket: Socket) => void ends.push(socket));
  const { door } = await doorToPort(port);
  const [one, other] = [client(door.port, head()), client(door.port, head())];
  await Promise.all([until(one, '\r\n\r\n'), until(other, '\r\n\r\n')]);
  const [first, second] = ends;
  if (!first || !second) throw new Error('two connections were expected');

  const closing = (socket: Socket): Promise<unknown> => new Promise((resolve) => socket.once('close', resolve));
  const closed = Promise.all([first, second].map(closing));
  one.destroy();
  const gone = closing(other);
  await sleep(50);
  for (const socket of ends) if (!socket.destroyed) socket.resetAndDestroy();

  await closed;
  await gone;
  expect(other.destroyed).toBe(true);
});
