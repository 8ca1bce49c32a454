import { afterEach, expect, test } from 'vitest';

import { deadUrl, fakeService, type FakeService } from '../testing/fake-service.ts';
import { forward } from './forward.ts';

let backend: FakeService | undefined;
afterEach(async () => {
  await backend?.close();
  backend = undefined;
});

test('method, path, query, headers and body arrive, and the answer comes back as it is', async () => {
  backend = await fakeService({
    '/api/ada/tasks?status=all': (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        response.writeHead(201, { etag: '"1"', 'content-type': 'application/json' });
        const { authorization, cookie, connection } = request.headers;
        const seen = { method: request.method, body: Buffer.concat(chunks).toString(), authorization, cookie };
        response.end(JSON.stringify({ ...seen, upgraded: connection === 'upgrade' }));
      });
    },
  });
  const headers = { authorization: 'Bearer t', cookie: 'todo.session_token=secret', connection: 'upgrade, x-mine' };
  const request = new Request('http://todo.test/api/ada/tasks?status=all', {
    method: 'POST',
    body: '{"a":1}',
    headers,
  });
  const answer = await forward(request, backend.url);
  expect(answer.status).toBe(201);
  expect(answer.headers.get('etag')).toBe('"1"');
  expect(await answer.json()).toEqual({ method: 'POST', body: '{"a":1}', authorization: 'Bearer t', upgraded: false });
});

test('an address that looks like another host leads to the backend all the same', async () => {
  backend = await fakeService({ '//other.invalid/api/x?a=1': (_request, response) => response.writeHead(204).end() });
  for (const path of ['//other.invalid/api/x?a=1', '/api/..//other.invalid/api/x?a=1']) {
    expect((await forward(new Request(`http://todo.test${path}`), backend.url)).status).toBe(204);
  }
});

test('an answer without a body stays one', async () => {
  backend = await fakeService({ '/api/x': (_request, response) => response.writeHead(204).end() });
  const answer = await forward(new Request('http://todo.test/api/x', { method: 'DELETE' }), backend.url);
  expect(answer.status).toBe(204);
  expect(answer.body).toBeNull();
});

test('a stream is handed on as it comes, and ends when the browser goes away', async () => {
  let gone = false;
  backend = await fakeService({
    '/api/stream': (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: 1\n\n');
      response.on('close', () => (gone = true));
    },
  });
  const leave = new AbortController();
  const answer = await forward(new Request('http://todo.test/api/stream', { signal: leave.signal }), backend.url);
  const reader = answer.body?.getReader();
  expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n');
  leave.abort();
  await reader?.cancel().catch(() => undefined);
  await expect.poll(() => gone).toBe(true);
});

test('a backend that is away is 503, with a time to come again', async () => {
  const answer = await forward(new Request('http://todo.test/api/x'), await deadUrl());
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('2');
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
});

test.each([
  { how: 'says so', headers: { 'content-length': String(2 ** 21) } },
  { how: 'does not say so', headers: {} },
])('a body that is too long and $how is refused', async ({ headers }) => {
  backend = await fakeService({
    '/api/x': (request, response) => void request.resume().on('end', () => response.writeHead(200).end()),
  });
  const body = new Blob(['x'.repeat(2 ** 21)]).stream();
  const init = { method: 'POST', body, duplex: 'half', headers } as RequestInit;
  const answer = await forward(new Request('http://todo.test/api/x', init), backend.url);
  expect(answer.status).toBe(413);
});
