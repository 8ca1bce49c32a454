import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { ask } from './testing/ask.ts';
import { aRawServer, doorTo, doorToPort, exchangeBytes } from './testing/door-and-servers.ts';

function client(port: number, head: string): Socket {
  const socket = connect({ port, host: '127.0.0.1' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => undefined);
  socket.write(head);
  return socket;
}

const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

test('a client that goes away while it waits ends the request at the endpoint', async () => {
  const arrived = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<string>();
  const { door } = await doorTo((_, outgoing) => {
    arrived.resolve('arrived');
    outgoing.on('close', () => ended.resolve(outgoing.writableFinished ? 'finished' : 'cut'));
  });
  const waiting = client(door.port, GET);
  await arrived.promise;

  waiting.destroy();

  expect(await ended.promise).toBe('cut');
});

test('a client that goes away in the middle of a stream ends it at the endpoint', async () => {
  const ended = Promise.withResolvers<string>();
  const { door } = await doorTo((_, outgoing) => {
    const ticking = setInterval(() => outgoing.write('data: tick\n\n'), 5);
    outgoing.on('close', () => {
      clearInterval(ticking);
      ended.resolve(outgoing.writableFinished ? 'finished' : 'cut');
    });
  });
  const reading = client(door.port, GET);
  await once(reading, 'data');

  reading.resetAndDestroy();

  expect(await ended.promise).toBe('cut');
});

test('a client that goes away in the middle of its upload breaks it off at the endpoint, too', async () => {
  const arrived = Promise.withResolvers<string>();
  const ended = Promise.withResolvers<string>();
  const { door } = await doorTo((incoming) => {
    incoming.on('data', () => arrived.resolve('arrived'));
    incoming.on('end', () => ended.resolve('taken for whole'));
    incoming.on('error', () => ended.resolve('broken off'));
  });
  const uploading = client(
    door.port,
    'POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n',
  );
  await arrived.promise;

  uploading.destroy();

  expect(await ended.promise).toBe('broken off');
});

test.each([
  ['chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n'],
  ['a length', 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf'],
])('an endpoint that dies in the middle of an answer with %s cuts it for the client', async (_, bytes) => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => {
      socket.write(bytes);
      setTimeout(() => socket.destroy(), 50);
    });
  });
  const { url } = await doorToPort(port);

  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('to a client of HTTP/1.0, for which the end of the connection ends the answer, a cut is a broken connection', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n');
      setTimeout(() => socket.destroy(), 50);
    });
  });
  const { door } = await doorToPort(port);

  await expect(exchangeBytes(door.port, 'GET / HTTP/1.0\r\nHost: localhost\r\n\r\n')).rejects.toMatchObject({
    code: 'ECONNRESET',
  });
});

test('an endpoint that breaks an answer whose end is the end of the connection cuts it as well', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\nhalf');
      setTimeout(() => socket.resetAndDestroy(), 50);
    });
  });
  const { url } = await doorToPort(port);

  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('an endpoint that ends the connection instead of answering is a bad gateway', async () => {
  const port = await aRawServer((socket) => {
    socket.once('data', () => socket.destroy());
  });
  const { url } = await doorToPort(port);

  const answer = await ask(url, { method: 'POST', body: 'x' });

  expect(answer.status).toBe(502);
  expect(answer.body).toContain('closed the connection before it answered');
});

test('what may have been worked on is not sent twice', async () => {
  let seen = 0;
  const port = await aRawServer((socket) => {
    socket.once('data', () => {
      seen += 1;
      socket.destroy();
    });
  });
  const { url } = await doorToPort(port);

  await ask(url, { method: 'POST', body: 'order' });
  await ask(url, { method: 'POST' });
  await ask(url, { method: 'PUT', body: 'order' });
  expect(seen).toBe(3);

  await ask(url);
  expect(seen).toBe(6);
});

test('an answer that comes before the upload has ended arrives, and the rest of the upload is let go', async () => {
  const { url } = await doorTo((_, outgoing) => void outgoing.writeHead(413).end('too large'));
  const asking = request(url, { agent: false, method: 'POST', headers: { 'content-length': 50_000_000 } });
  asking.on('error', () => undefined);
  asking.end(Buffer.alloc(50_000_000));
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];

  expect([answer.statusCode, await text(answer)]).toEqual([413, 'too large']);
});

test('a client that comes and goes at every moment leaves nothing behind', async () => {
  const open = new Set<unknown>();
  const { door, server } = await doorTo((incoming, outgoing) => {
    incoming.resume();
    outgoing.write('begin');
    setTimeout(() => outgoing.end('end'), 10);
  });
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  for (let each = 0; each < 150; each += 1) {
    const socket = client(
      door.port,
      each % 2 === 0 ? GET : 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\nhalf',
    );
    setTimeout(() => (each % 3 === 0 ? socket.resetAndDestroy() : socket.destroy()), each % 25);
    if (each % 10 === 0) await sleep(1);
  }
  await sleep(300);

  expect(await ask(`http://127.0.0.1:${door.port}`)).toMatchObject({ status: 200, body: 'beginend' });
  // Those that may be used again stay.
  expect(open.size).toBeLessThan(100);
  await expect.poll(() => open.size, { timeout: 10_000 }).toBe(0);
});
