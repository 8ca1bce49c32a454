import { expect, test } from 'vitest';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { serviceApp, type ServiceApp } from './service-app.ts';

class Away extends Error {}

function appWith(lines: string[] = []): ServiceApp {
  const app = serviceApp({
    lifecycle: createLifecycle(),
    logger: createLogger('test', 'info', (line) => lines.push(line)),
    explain: (error) =>
      error instanceof Away ? { status: 503, title: 'Service unavailable', retryAfterSeconds: 5 } : undefined,
  });
  app.post('/text', async (c) => c.text(String((await c.req.text()).length)));
  app.get('/away', () => {
    throw new Away('the parts', { cause: new Error('refused') });
  });
  app.get('/bug', () => {
    throw new Error('internal detail');
  });
  return app;
}

test.each([
  { when: 'the route is unknown', path: '/nothing', init: {}, status: 404 },
  {
    when: 'the body is over the limit',
    path: '/text',
    init: { method: 'POST', body: 'x'.repeat(1_100_000) },
    status: 413,
  },
  { when: 'the service explains its error', path: '/away', init: {}, status: 503 },
  { when: 'nobody expected the error', path: '/bug', init: {}, status: 500 },
])('a problem document tells that $when', async ({ path, init, status }) => {
  const answer = await appWith().request(path, init);
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  const text = await answer.text();
  expect(JSON.parse(text)).toMatchObject({ status, title: expect.any(String) });
  expect(text).not.toContain('internal detail');
});

test('an error and its request are logged under one id, as loud as they are bad', async () => {
  const lines: string[] = [];
  const app = appWith(lines);
  for (const path of ['/away', '/bug', '/nothing'])
    await app.request(path, { headers: { 'x-request-id': `id-of-${path.slice(1)}` } });
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { level: 'warn', requestId: 'id-of-away', reason: 'refused' },
    { level: 'warn', requestId: 'id-of-away', status: 503 },
    { level: 'error', requestId: 'id-of-bug', reason: 'internal detail' },
    { level: 'warn', requestId: 'id-of-bug', status: 500 },
    { level: 'info', requestId: 'id-of-nothing', status: 404 },
  ]);
});

test('every answer, probes too, has security headers; a request id that is no id is replaced', async () => {
  const health = await appWith().request('/health');
  expect(health.headers.get('x-content-type-options')).toBe('nosniff');
  expect(health.headers.get('cache-control')).toBe('no-store');
  const answer = await appWith().request('/nothing', { headers: { 'x-request-id': 'a b\tc' } });
  expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/);
});

test('an answer that a handler made by itself, as a stream is, names its request too', async () => {
  const app = appWith();
  app.get('/stream', () => new Response('data: 1\n\n', { headers: { 'content-type': 'text/event-stream' } }));
  const answer = await app.request('/stream', { headers: { 'x-request-id': 'known-request-id' } });
  expect(answer.headers.get('x-request-id')).toBe('known-request-id');
  expect(answer.headers.get('content-type')).toBe('text/event-stream');
});
