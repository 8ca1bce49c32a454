import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { openDoor } from './open-door.ts';
import { ask } from './testing/ask.ts';
import { aDoor, aServer, aService, doorTo, HOSTS, prefix } from './testing/door-and-servers.ts';

test('what runs may end within the grace, and nothing new begins', async () => {
  const { door, url } = await doorTo((_, outgoing) => {
    outgoing.write('begin ');
    setTimeout(() => outgoing.end('end'), 300);
  });
  const answer = ask(url);
  await sleep(100);

  const closed = door.close(10_000);
  await sleep(20);
  await expect(ask(url)).rejects.toMatchObject({ code: 'ECONNREFUSED' });

  expect(await answer).toMatchObject({ status: 200, body: 'begin end' });
  await closed;
});

test('what runs longer is cut', async () => {
  const { door, url } = await doorTo((_, outgoing) => void outgoing.write('begin'));
  const answer = ask(url).catch((error: unknown) => error);
  await sleep(100);

  await door.close(100);

  expect(await answer).toMatchObject({ code: 'ECONNRESET' });
});

test('a second call with less patience cuts at once', async () => {
  const { door, url } = await doorTo((_, outgoing) => void outgoing.write('begin'));
  const answer = ask(url).catch((error: unknown) => error);
  await sleep(100);
  const first = door.close(60_000);

  await door.close(0);
  await first;

  expect(await answer).toMatchObject({ code: 'ECONNRESET' });
});

test('who waits for an endpoint is told that there will be none', async () => {
  const [door, service] = await Promise.all([aDoor(), aService()]);
  const url = `http://127.0.0.1:${door.port}`;
  const opening = ask(url);
  await sleep(50);
  door.lead([prefix('/', 'web')], () => service);
  const waiting = ask(url);
  await sleep(50);

  await door.close(5000);

  expect((await Promise.all([opening, waiting])).map(({ status }) => status)).toEqual([503, 503]);
});

test('a connection that is kept open for later does not keep the door open', async () => {
  const { door, url } = await doorTo((_, outgoing) => void outgoing.end('ok'));
  const agent = new Agent({ keepAlive: true });
  onTestFinished(() => agent.destroy());
  await ask(url, { agent });
  const begun = performance.now();

  await door.close(20_000);

  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('WebSockets, which nobody would end, are cut at once', async () => {
  const { server, port } = await aServer(() => undefined);
  server.on('upgrade', (_, socket) => {
    socket.on('error', () => undefined);
    socket.write('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    onTestFinished(() => void socket.destroy());
  });
  const [door, service] = await Promise.all([aDoor(), aService(port)]);
  door.lead([prefix('/', 'web')], () => service);
  const socket = connect({ port: door.port, host: '127.0.0.1' });
  socket.on('error', () => undefined);
  socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
  await once(socket, 'data');
  const begun = performance.now();

  await door.close(20_000);

  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('a port that was closed can be opened again at once', async () => {
  const { door, url } = await doorTo((_, outgoing) => void outgoing.end('ok'));
  await ask(url);
  await door.close(1000);

  const again = await openDoor({ port: door.port, hosts: HOSTS });
  await again.close(0);

  expect(again.port).toBe(door.port);
});

test('two doors that start at once get two ports', async () => {
  const doors = await Promise.all(Array.from({ length: 6 }, () => openDoor({ hosts: HOSTS, first: 18_080 })));
  await Promise.all(doors.map((door) => door.close(0)));

  expect(new Set(doors.map(({ port }) => port)).size).toBe(6);
});
