import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOtherService, type OtherService } from '../testing/other-service.ts';
import { noTracing } from '../telemetry/tracing.ts';
import { runInRequest } from './request-context.ts';
import { withSpan } from './span.ts';
import { tracedFetch } from './traced-fetch.ts';

let other: OtherService;
beforeAll(async () => {
  other = await startOtherService();
});
afterAll(() => other.close());

const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
const incoming: Readonly<Record<string, string>> = { traceparent, tracestate: 'vendor=1' };
const span = noTracing.request({ method: 'GET', header: (name) => incoming[name] });

test('a call carries the id and the trace of the request that it is made for, and what it had itself', async () => {
  await runInRequest({ requestId: 'id-of-request', span }, () =>
    tracedFetch(other.url, { headers: { authorization: 'Bearer own' } }),
  );
  expect(other.received.at(-1)?.headers).toMatchObject({
    'x-request-id': 'id-of-request',
    traceparent,
    tracestate: 'vendor=1',
    authorization: 'Bearer own',
  });
});

test('a Request keeps its method, its body and its headers', async () => {
  const request = new Request(`${other.url}/there`, { method: 'POST', body: 'text', headers: { 'x-own': '1' } });
  await runInRequest({ requestId: 'id-of-request', span: undefined }, () => tracedFetch(request));
  expect(other.received.at(-1)).toMatchObject({
    path: '/there',
    body: 'text',
    headers: { 'x-own': '1', 'x-request-id': 'id-of-request' },
  });
});

test('outside of a request a call carries nothing of the kind', async () => {
  await tracedFetch(new URL(other.url));
  expect(other.received.at(-1)?.headers).not.toHaveProperty('x-request-id');
});

test('the context outlives the answer: what a request leaves running calls under its id', async () => {
  const late = await runInRequest({ requestId: 'id-of-late', span }, () =>
    withSpan('work', {}, async () => ({
      done: new Promise((r) => setTimeout(r, 5)).then(() => tracedFetch(other.url)),
    })),
  );
  await late.done;
  expect(other.received.at(-1)?.headers['x-request-id']).toBe('id-of-late');
});

test('a call that fails, fails', async () => {
  const call = (): Promise<Response> => tracedFetch('http://127.0.0.1:9');
  await expect(runInRequest({ requestId: 'id-of-request', span }, call)).rejects.toThrow('fetch failed');
});
