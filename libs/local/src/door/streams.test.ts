import { once } from 'node:events';
import { Agent, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

import { expect, onTestFinished, test } from 'vitest';

import { aRawServer, doorTo, doorToPort } from './testing/door-and-servers.ts';

async function open(
  url: string,
  method = 'GET',
): Promise<{ answer: IncomingMessage; asking: ReturnType<typeof request> }> {
  const asking = request(url, { agent: false, method });
  onTestFinished(() => void asking.destroy());
  asking.on('error', () => undefined);
  if (method === 'GET') asking.end();
  else asking.flushHeaders();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  answer.on('error', () => undefined);
  return { answer, asking };
}

const next = async (answer: IncomingMessage): Promise<string> => String(((await once(answer, 'data')) as [Buffer])[0]);

test('each event arrives when it is sent, not when there are enough', async () => {
  let stream: ServerResponse | undefined;
  const { url } = await doorTo((_, outgoing) => {
    stream = outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    outgoing.write('data: 0\n\n');
  });
  const { answer } = await open(url);
  expect(await next(answer)).toBe('data: 0\n\n');

  for (let each = 1; each <= 5; each += 1) {
    const arrived = next(answer);
    stream?.write(`data: ${each}\n\n`);
    expect(await arrived).toBe(`data: ${each}\n\n`);
  }
});

test('the head of a stream that is silent at first arrives at once', async () => {
  const { url } = await doorTo((_, outgoing) => outgoing.writeHead(200, { 'x-open': 'yes' }).flushHeaders());

  const { answer } = await open(url);

  expect(answer.headers['x-open']).toBe('yes');
});

test('an answer can begin before the request has ended, and both go on', async () => {
  const { url } = await doorTo((incoming, outgoing) => {
    outgoing.flushHeaders();
    incoming.on('data', (chunk: Buffer) => outgoing.write(`<${chunk}>`));
    incoming.on('end', () => outgoing.end());
  });
  const { answer, asking } = await open(url, 'POST');

  for (const word of ['one', 'two', 'three']) {
    const back = next(answer);
    asking.write(word);
    expect(await back).toBe(`<${word}>`);
  }
  asking.end();
  await once(answer.resume(), 'end');
});

test('200 event streams at once get every event', async () => {
  const streams = new Set<ServerResponse>();
  const { url } = await doorTo((_, outgoing) => {
    outgoing.writeHead(200, { 'content-type': 'text/event-stream' });
    outgoing.write('data: begin\n\n');
    streams.add(outgoing);
  });
  const opened = await Promise.all(Array.from({ length: 200 }, () => open(url)));
  const texts = opened.map(({ answer }) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    return { answer, text: () => Buffer.concat(chunks).toString() };
  });
  expect(streams.size).toBe(200);

  for (let each = 0; each < 20; each += 1) {
    for (const stream of streams) stream.write(`data: ${each}\n\n`);
    await sleep(5);
  }
  const ended = texts.map(({ answer }) => once(answer, 'end'));
  for (const stream of streams) stream.end('data: end\n\n');
  await Promise.all(ended);

  const whole = `data: begin\n\n${Array.from({ length: 20 }, (_, each) => `data: ${each}\n\n`).join('')}data: end\n\n`;
  expect(new Set(texts.map(({ text }) => text()))).toEqual(new Set([whole]));
});

test('open streams keep nobody else from being answered', async () => {
  const { url } = await doorTo((incoming, outgoing) => {
    if (incoming.url === '/stream') outgoing.flushHeaders();
    else outgoing.end('quick');
  });
  await Promise.all(Array.from({ length: 50 }, () => open(`${url}/stream`)));

  const { answer } = await open(url);

  expect(await next(answer)).toBe('quick');
});

test('a slow reader slows the endpoint down instead of filling memory', async () => {
  let sent = 0;
  const { url } = await doorTo((_, outgoing) => {
    const chunk = Buffer.alloc(65_536);
    const pour = (): void => {
      while (!outgoing.destroyed && outgoing.write(chunk)) sent += chunk.length;
    };
    outgoing.on('drain', pour);
    pour();
  });
  const { answer } = await open(url);
  answer.pause();
  await sleep(400);
  const first = sent;
  await sleep(300);

  expect(sent - first).toBeLessThan(1_000_000);
  expect(sent).toBeLessThan(64_000_000);
});

test('a slow endpoint slows the upload down instead of filling memory', async () => {
  const port = await aRawServer((socket) => socket.pause());
  const { door } = await doorToPort(port);
  const client = connect({ port: door.port, host: '127.0.0.1' });
  onTestFinished(() => void client.destroy());
  client.write(`POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000000000\r\n\r\n`);
  let sent = 0;
  const chunk = Buffer.alloc(65_536);
  const pour = (): void => {
    while (client.write(chunk)) sent += chunk.length;
  };
  client.on('drain', pour);
  pour();
  await sleep(400);
  const first = sent;
  await sleep(300);

  expect(sent - first).toBeLessThan(1_000_000);
  expect(sent).toBeLessThan(64_000_000);
});

test('hundreds of requests at once over few connections are all answered', async () => {
  const { url } = await doorTo((incoming, outgoing) => {
    incoming.resume().on('end', () => outgoing.end(incoming.url));
  });
  const agent = new Agent({ keepAlive: true, maxSockets: 16 });
  onTestFinished(() => agent.destroy());

  const answers = await Promise.all(
    Array.from({ length: 600 }, async (_, each) => {
      const asking = request(`${url}/${each}`, { agent, method: each % 3 === 0 ? 'POST' : 'GET' });
      asking.end(each % 3 === 0 ? 'body' : undefined);
      const [answer] = (await once(asking, 'response')) as [IncomingMessage];
      return next(answer);
    }),
  );

  expect(answers).toEqual(Array.from({ length: 600 }, (_, each) => `/${each}`));
});
