import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, expect, test } from 'vitest';

import { completeEnvironment, startBuiltServer, untilReady, type BuiltServer } from '../testing/built-server.ts';
import { deadUrl, fakeService, type FakeService } from '../testing/fake-service.ts';

let backend: FakeService;
let server: BuiltServer;
/** Streams that are open at the backend, to be written to by a test. */
const streams: ServerResponse[] = [];

beforeAll(async () => {
  backend = await fakeService({
    '/api/stream': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache, no-transform' });
      response.write('data: 1\n\n');
      streams.push(response);
    },
    '/api/echo?a=b': (request, response) => void echo(request, response),
    '/api/docs': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': "default-src 'self'" });
      response.end('<p>reference</p>');
    },
  });
  server = await startBuiltServer({ ...completeEnvironment, BACKEND_URL: backend.url });
  await untilReady(server);
}, 30_000);

afterAll(async () => {
  server.child.kill('SIGKILL');
  await Promise.all([server.ended, backend.close()]);
});

async function echo(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { method, headers } = request;
  const body = await text(request).catch(() => '');
  response.writeHead(201, { 'content-type': 'application/json', etag: '"7"', location: '/api/x/tasks/7' });
  response.end(JSON.stringify({ method, headers, length: body.length }));
}

/** Opens the stream; gives what comes, and the response of the backend behind it. */
async function openStream(signal: AbortSignal) {
  const response = await fetch(`${server.url}/api/stream`, { signal, headers: { 'accept-encoding': 'gzip, br' } });
  const reader = response.body?.getReader();
  const next = async (): Promise<string> => Buffer.from((await reader?.read())?.value ?? []).toString();
  expect(await next()).toBe('data: 1\n\n');
  const [upstream] = streams.splice(0);
  if (!upstream) throw new Error('the backend has no stream');
  return { response, next, upstream };
}

test('each event of a stream arrives before the next is written, whatever the browser can decompress', async () => {
  const { response, next, upstream } = await openStream(AbortSignal.timeout(20_000));
  expect(response.headers.get('content-type')).toBe('text/event-stream');
  expect(response.headers.get('content-encoding')).toBeNull();
  expect(response.headers.get('cache-control')).toContain('no-transform');
  for (const number of [2, 3]) {
    upstream.write(`data: ${number}\n\n`);
    expect(await next()).toBe(`data: ${number}\n\n`);
  }
  upstream.end();
  expect(await next()).toBe('');
});

test('a browser that goes away ends the stream at the backend', async () => {
  const leave = new AbortController();
  const { upstream } = await openStream(leave.signal);
  const closed = once(upstream, 'close');
  leave.abort();
  await Promise.race([
    closed,
    sleep(3000).then(() => {
      throw new Error('the backend still has the stream');
    }),
  ]);
  expect(upstream.writableFinished).toBe(false);
});

test('a backend that breaks off in the middle breaks the stream, so that the browser comes again', async () => {
  const { next, upstream } = await openStream(AbortSignal.timeout(20_000));
  upstream.destroy();
  await expect(next()).rejects.toThrow('terminated');
});

test('the backend gets the request with its id, and neither cookies nor what belongs to a connection', async () => {
  const response = await fetch(`${server.url}/api/echo?a=b`, {
    method: 'PATCH',
    body: '{"completed":true}',
    headers: {
      authorization: 'Bearer t',
      cookie: 'todo.session_token=secret',
      'x-request-id': 'request-of-the-test',
      'if-match': '"6"',
      'x-forwarded-for': '203.0.113.7',
    },
  });
  expect(response.status).toBe(201);
  expect(response.headers.get('etag')).toBe('"7"');
  expect(response.headers.get('location')).toBe('/api/x/tasks/7');
  expect(response.headers.get('x-request-id')).toBe('request-of-the-test');
  const { method, headers, length } = (await response.json()) as {
    [k: string]: unknown;
    headers: Record<string, string>;
  };
  expect({ method, length }).toEqual({ method: 'PATCH', length: 18 });
  expect(headers).toMatchObject({
    authorization: 'Bearer t',
    'if-match': '"6"',
    'x-request-id': 'request-of-the-test',
    'x-forwarded-for': '203.0.113.7',
  });
  expect(headers).not.toHaveProperty('cookie');
});

test('a page of the backend keeps its own policy', async () => {
  const response = await fetch(`${server.url}/api/docs`);
  expect(response.headers.get('content-security-policy')).toBe("default-src 'self'");
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test('a body of more than 1 MiB is refused, announced or not', async () => {
  const url = `${server.url}/api/echo?a=b`;
  const body = 'x'.repeat(1024 * 1024 + 1);
  const chunked = { method: 'POST', body: new Blob([body]).stream(), duplex: 'half' } as RequestInit;
  const statuses = [await fetch(url, { method: 'POST', body }), await fetch(url, chunked)].map(({ status }) => status);
  expect(statuses).toEqual([413, 413]);
  expect((await fetch(url, { method: 'POST', body: body.slice(1) })).status).toBe(201);
});

test('a backend that is away is a problem to come back from', async () => {
  const lonely = await startBuiltServer({ ...completeEnvironment, BACKEND_URL: await deadUrl() });
  await untilReady(lonely);
  const response = await fetch(`${lonely.url}/api/ann/tasks`);
  const body: unknown = await response.json();
  lonely.child.kill('SIGKILL');
  expect(response.status).toBe(503);
  expect(response.headers.get('retry-after')).toBe('2');
  expect(body).toMatchObject({ status: 503 });
});
