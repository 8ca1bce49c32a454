import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Agent } from 'node:http';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { ask } from './testing/ask.ts';
import { aDoor, aServer, aService, doorTo, echo, prefix } from './testing/door-and-servers.ts';

const PAGE = { accept: 'text/html' };

async function deadPort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

/** A real process that serves; `port` as another one had it. */
async function aProcess(port = 0): Promise<{ child: ChildProcess; port: number }> {
  const program = `
    const server = require('http').createServer((q, r) => setTimeout(() => r.end('pid ' + process.pid), 5));
    server.listen(${port}, '127.0.0.1', () => console.log(String(server.address().port)));
    process.on('SIGTERM', () => server.close(() => process.exit(0)));`;
  const child = spawn(process.execPath, ['-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, port: Number(line) };
}

test('before it is known where paths lead, a request waits', async () => {
  const { port } = await aServer((_, outgoing) => void outgoing.end('here'));
  const [door, service] = await Promise.all([aDoor(), aService(port)]);
  const answer = ask(`http://127.0.0.1:${door.port}`);
  await sleep(100);

  door.lead([prefix('/', 'web')], () => service);

  expect(await answer).toMatchObject({ status: 200, body: 'here' });
});

test('a request waits for the first ready endpoint, with its body', async () => {
  const { port } = await aServer(echo);
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  const answer = ask(`http://127.0.0.1:${door.port}`, { method: 'POST', body: 'x'.repeat(300_000) });
  await sleep(100);

  service.set([port]);

  expect((await answer).body).toContain('x'.repeat(300_000));
});

test('who waited long enough is told which Service it is, and why', async () => {
  const [door, service] = await Promise.all([aDoor({ holdMs: 150 }), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  service.set([], 'web-1 starts');

  const { status, body, headers } = await ask(`http://127.0.0.1:${door.port}`);

  expect(status).toBe(503);
  expect(body).toContain('web is starting');
  expect(body).toContain('web-1 starts.');
  expect(headers['retry-after']).toBe('1');
});

test('a browser sees what starts after a second, not an empty window', async () => {
  const [door, service] = await Promise.all([aDoor({ holdMs: 60_000 }), aService()]);
  const url = `http://127.0.0.1:${door.port}`;
  expect((await ask(url, { headers: PAGE })).body).toContain('http-equiv="refresh"');

  door.lead([prefix('/', 'web')], () => service);

  expect((await ask(url, { headers: PAGE })).body).toContain('web is starting');
});

test('a browser does not see a restart', async () => {
  const { url, service, endpoint } = await doorTo((_, outgoing) => void outgoing.end('back'));
  service.set([]);
  const answer = ask(url, { headers: PAGE });
  await sleep(1500);

  service.set([endpoint]);

  expect((await answer).body).toBe('back');
});

test('an endpoint that refuses is passed over, whatever the method', async () => {
  const { url, service, endpoint } = await doorTo(echo);
  service.set([await deadPort(), endpoint, await deadPort()]);

  for (const method of ['GET', 'POST', 'DELETE', 'GET', 'POST', 'PUT'])
    expect(await ask(url, { method, body: 'body' })).toMatchObject({
      status: 200,
      body: expect.stringContaining('"body":"body"') as string,
    });
});

test('when all endpoints refuse, the Service is named after the time to wait', async () => {
  const { url, service } = await doorTo(echo, { holdMs: 200 });
  service.set([await deadPort(), await deadPort()]);

  const { status, body } = await ask(url);

  expect(status).toBe(502);
  expect(body).toContain('refuse connections');
});

test('an endpoint that listens again is found without anybody saying so', async () => {
  const port = await deadPort();
  const { url, service } = await doorTo(echo);
  service.set([port]);
  const answer = ask(url);
  await sleep(200);

  await aServer((_, outgoing) => void outgoing.end('again'), port);

  expect((await answer).body).toBe('again');
});

test('a client that goes away while it waits is not sent to the endpoint later', async () => {
  let seen = 0;
  const { port } = await aServer((_, outgoing) => {
    seen += 1;
    outgoing.end();
  });
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  const leaving = Array.from({ length: 10 }, () => {
    const socket = connect({ port: door.port, host: '127.0.0.1' });
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    return socket;
  });
  await sleep(100);
  for (const socket of leaving) socket.destroy();
  await sleep(100);

  service.set([port]);
  await ask(`http://127.0.0.1:${door.port}`);

  expect(seen).toBe(1);
});

test('paths can lead elsewhere while requests come', async () => {
  const [old, young] = await Promise.all([
    aServer((_, out) => void out.end('old')),
    aServer((_, out) => void out.end('young')),
  ]);
  const services = [await aService(old.port), await aService(young.port)];
  const door = await aDoor();
  door.lead([prefix('/', 'web')], () => services[0]);
  expect((await ask(`http://127.0.0.1:${door.port}`)).body).toBe('old');

  door.lead([prefix('/', 'web')], () => services[1]);

  expect((await ask(`http://127.0.0.1:${door.port}`)).body).toBe('young');
});

test('200 requests that wait are all answered at once, in the end', async () => {
  const { port } = await aServer((_, outgoing) => void outgoing.end('ok'));
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  const answers = Array.from({ length: 200 }, () => ask(`http://127.0.0.1:${door.port}`));
  await sleep(200);

  service.set([port]);

  expect((await Promise.all(answers)).every(({ status }) => status === 200)).toBe(true);
});

test('a process that is not ready any more is let go of, so that it can end', async () => {
  const open = new Set<unknown>();
  const { url, service, server } = await doorTo((incoming, outgoing) => {
    setTimeout(() => outgoing.end('ok'), incoming.url === '/slow' ? 300 : 0);
  });
  server.keepAliveTimeout = 60_000;
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
  });
  await Promise.all([ask(url), ask(url), ask(url)]);
  const slow = ask(`${url}/slow`);
  await sleep(100);
  expect(open.size).toBeGreaterThan(1);

  service.set([]);

  await expect.poll(() => open.size, { timeout: 3000 }).toBe(1);
  expect((await slow).body).toBe('ok');
  await expect.poll(() => open.size, { timeout: 3000 }).toBe(0);
});

/** Asks without a pause, eight at a time, until it is told to stop. */
function steadily(url: string): { stop: () => Promise<{ asked: number; bad: readonly unknown[] }> } {
  const agent = new Agent({ keepAlive: true });
  const bad: unknown[] = [];
  let asked = 0;
  const stop = new AbortController();
  const loops = Array.from({ length: 8 }, async (_, loop) => {
    while (!stop.signal.aborted) {
      asked += 1;
      const method = loop % 4 === 0 ? 'HEAD' : 'GET';
      await ask(url, { agent, method }).then(
        ({ status, body }) => status === 200 || bad.push([status, body]),
        (error: unknown) => bad.push(error),
      );
    }
  });
  return {
    async stop() {
      stop.abort();
      await Promise.all(loops);
      agent.destroy();
      return { asked, bad };
    },
  };
}

test('a restart of the only process under steady requests loses none', async () => {
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  let running = await aProcess();
  service.set([running.port]);
  const asking = steadily(`http://127.0.0.1:${door.port}`);
  for (let each = 0; each < 3; each += 1) {
    await sleep(150);
    service.set([], 'web-1 restarts');
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    running = await aProcess();
    service.set([running.port]);
  }
  await sleep(150);
  const { asked, bad } = await asking.stop();

  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(50);
});

test('kill -9 of a process, of which nobody tells the door, loses no request that may be repeated', async () => {
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  let running = await aProcess();
  service.set([running.port]);
  const asking = steadily(`http://127.0.0.1:${door.port}`);
  for (let each = 0; each < 3; each += 1) {
    await sleep(150);
    running.child.kill('SIGKILL');
    await once(running.child, 'exit');
    running = await aProcess(running.port);
  }
  await sleep(150);
  const { asked, bad } = await asking.stop();

  expect(bad).toEqual([]);
  expect(asked).toBeGreaterThan(50);
});

test('a swap of processes under steady requests loses none', async () => {
  const [door, service] = await Promise.all([aDoor(), aService()]);
  door.lead([prefix('/', 'web')], () => service);
  let running = await aProcess();
  service.set([running.port]);
  const asking = steadily(`http://127.0.0.1:${door.port}`);
  for (let each = 0; each < 3; each += 1) {
    const next = await aProcess();
    service.set([next.port]);
    running.child.kill('SIGTERM');
    await once(running.child, 'exit');
    running = next;
  }
  const { bad } = await asking.stop();

  expect(bad).toEqual([]);
});
