import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

import { openServicePort, type ServicePort } from './service-port.ts';

const opened: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});

async function balancer(): Promise<ServicePort> {
  const port = await openServicePort();
  opened.push(() => port.close());
  return port;
}

/** A TCP server on a free port. */
async function endpoint(answer: (socket: Socket) => void): Promise<{ port: number; server: Server }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    answer(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  opened.push(async () => {
    for (const socket of sockets) socket.destroy();
    if (server.listening) await once(server.close(), 'close');
  });
  return { port: (server.address() as AddressInfo).port, server };
}

const named = (name: string): Promise<{ port: number; server: Server }> => endpoint((socket) => socket.end(name));

async function ask(port: number): Promise<string> {
  return text(connect({ port, host: '127.0.0.1' }));
}

/** A port on which nothing listens. */
async function deadPort(): Promise<number> {
  const { port, server } = await named('dead');
  await once(server.close(), 'close');
  return port;
}

test('new connections go to the endpoints in turn', async () => {
  const [a, b] = await Promise.all([named('a'), named('b')]);
  const service = await balancer();
  service.set([a.port, b.port]);

  const answers = [await ask(service.port), await ask(service.port), await ask(service.port), await ask(service.port)];

  expect(answers.toSorted()).toEqual(['a', 'a', 'b', 'b']);
  expect(answers[0]).not.toBe(answers[1]);
});

test('without an endpoint a connection is broken at once', async () => {
  const service = await balancer();

  await expect(ask(service.port)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('an endpoint that has just gone is passed over', async () => {
  const service = await balancer();
  const alive = await named('alive');
  service.set([await deadPort(), alive.port, await deadPort()]);

  for (let each = 0; each < 6; each += 1) expect(await ask(service.port)).toBe('alive');
});

test('when every endpoint has gone a connection is broken, not left waiting', async () => {
  const service = await balancer();
  service.set([await deadPort(), await deadPort()]);

  await expect(ask(service.port)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a connection stays with its endpoint when that is no longer ready', async () => {
  const service = await balancer();
  const echo = await endpoint((socket) => socket.pipe(socket));
  service.set([echo.port]);
  const client = connect({ port: service.port, host: '127.0.0.1' });
  client.write('one ');
  await once(client, 'data');
  service.set([]);

  client.end('two');

  expect(await text(client)).toBe('two');
});

test('a client that ends its side first still gets the whole answer', async () => {
  const service = await balancer();
  const counter = await endpoint((socket) => {
    void buffer(socket).then((bytes) => socket.end(`got ${bytes.length}`));
  });
  service.set([counter.port]);
  const client = connect({ port: service.port, host: '127.0.0.1' });
  client.end(Buffer.alloc(3_000_000));

  expect(await text(client)).toBe('got 3000000');
});

test('an endpoint that breaks the connection breaks it for the client too', async () => {
  const service = await balancer();
  const broken = await endpoint((socket) => {
    socket.write('half');
    setTimeout(() => socket.resetAndDestroy(), 50);
  });
  service.set([broken.port]);

  await expect(ask(service.port)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('a client that goes away ends the connection to the endpoint', async () => {
  const service = await balancer();
  const ended = Promise.withResolvers<string>();
  const stream = await endpoint((socket) => {
    const timer = setInterval(() => socket.write('tick'), 5);
    socket.on('close', () => {
      clearInterval(timer);
      ended.resolve('ended');
    });
  });
  service.set([stream.port]);
  const client = connect({ port: service.port, host: '127.0.0.1' });
  await once(client, 'data');

  client.destroy();

  expect(await ended.promise).toBe('ended');
});

test('a slow reader slows the endpoint down instead of filling memory', async () => {
  const service = await balancer();
  let sent = 0;
  const flood = await endpoint((socket) => {
    const chunk = Buffer.alloc(65_536);
    const pour = (): void => {
      while (!socket.destroyed && socket.write(chunk)) sent += chunk.length;
    };
    socket.on('drain', pour);
    pour();
  });
  service.set([flood.port]);
  const client = connect({ port: service.port, host: '127.0.0.1' });
  client.pause();
  await sleep(300);
  const first = sent;
  await sleep(300);

  // What the sockets of the system hold is a few megabytes; nothing grows after that.
  expect(sent - first).toBeLessThan(1_000_000);
  expect(sent).toBeLessThan(64_000_000);
  client.destroy();
});

test('closing cuts what still runs and frees the port', async () => {
  const service = await openServicePort();
  const echo = await endpoint((socket) => socket.pipe(socket));
  service.set([echo.port]);
  const client = connect({ port: service.port, host: '127.0.0.1' });
  client.write('hello');
  await once(client, 'data');
  const closed = new Promise((resolve) => client.on('error', () => undefined).once('close', resolve));

  await service.close();
  await closed;

  await expect(ask(service.port)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test('endpoints are told without repetition', async () => {
  const service = await balancer();
  service.set([4001, 4002, 4001]);

  expect(service.endpoints()).toEqual([4001, 4002]);
});
