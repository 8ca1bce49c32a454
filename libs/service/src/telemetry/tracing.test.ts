import { afterAll, beforeAll, expect, test } from 'vitest';
import { tracedFetch } from '../context/traced-fetch.ts';
import { withSpan } from '../context/span.ts';
import { serviceApp } from '../http/service-app.ts';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { startOtherService, type OtherService } from '../testing/other-service.ts';
import { openTelemetry } from './telemetry.ts';

const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
const caller = '00f067aa0ba902b7';

interface ReportedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly status: { readonly code?: number };
}

let collector: OtherService;
let downstream: OtherService;
const lines: string[] = [];
const logger = createLogger('backend', 'info', (line) => lines.push(line));

beforeAll(async () => {
  collector = await startOtherService();
  downstream = await startOtherService(503);
});
afterAll(() => {
  collector.close();
  downstream.close();
});

/** Serves one request and closes; gives what the collector got. */
async function spansOf(path: string, headers: Readonly<Record<string, string>>): Promise<readonly ReportedSpan[]> {
  const environment = { HOST: '127.0.0.1', OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/` };
  const telemetry = await openTelemetry({ service: 'backend', environment, logger });
  const app = serviceApp({ lifecycle: createLifecycle(), logger, telemetry });
  app.get('/api/:user_id/tasks', async (c) => {
    await withSpan('list tasks', { 'task.count': 2 }, async () => {
      await tracedFetch(`${downstream.url}/somebody`);
    });
    return c.text('here');
  });
  app.get('/bug', () => {
    throw new Error('a bug');
  });
  await app.request(path, { headers });
  await telemetry.close();
  const body = JSON.parse(collector.received.at(-1)?.body ?? '{}') as {
    resourceSpans: { scopeSpans: { spans: ReportedSpan[] }[] }[];
  };
  return body.resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans));
}

test('a request, its work and its call are spans of the caller trace, sent before the service ends', async () => {
  const spans = await spansOf('/api/ann-of-the-test/tasks?q=doctor', {
    traceparent: `00-${trace}-${caller}-01`,
    'x-request-id': 'id-of-request',
  });
  const [call, work, request] = spans;
  expect(request).toMatchObject({ name: 'GET /api/:user_id/tasks', traceId: trace, parentSpanId: caller });
  expect(work).toMatchObject({ name: 'list tasks', traceId: trace, parentSpanId: request?.spanId });
  expect(call).toMatchObject({ name: 'GET', traceId: trace, parentSpanId: work?.spanId, status: { code: 2 } });
  expect(downstream.received.at(-1)?.headers).toMatchObject({
    'x-request-id': 'id-of-request',
    traceparent: `00-${trace}-${call?.spanId}-01`,
  });
  expect(collector.received.at(-1)?.path).toBe('/v1/traces');
  expect(collector.received.at(-1)?.body).toContain('"backend"');
  expect(collector.received.at(-1)?.body).not.toMatch(/ann-of-the-test|doctor|somebody/);
  expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ requestId: 'id-of-request', traceId: trace });
});

test('a request without a trace begins one, and a bug marks it', async () => {
  const [request] = await spansOf('/bug', {});
  expect(request).toMatchObject({ name: 'GET /bug', status: { code: 2 } });
  expect(request?.traceId).toMatch(/^[\da-f]{32}$/);
});

test('a caller that does not sample is respected', async () => {
  const before = collector.received.length;
  const environment = { HOST: '127.0.0.1', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
  const telemetry = await openTelemetry({ service: 'backend', environment, logger });
  const span = telemetry.tracing.request({
    method: 'GET',
    header: (name) => (name === 'traceparent' ? `00-${trace}-${caller}-00` : undefined),
  });
  expect(span?.headers['traceparent']).toMatch(new RegExp(`^00-${trace}-[\\da-f]{16}-00$`));
  span?.end();
  await telemetry.close();
  expect(collector.received).toHaveLength(before);
});

test('a collector that is away delays the end by two seconds at most', async () => {
  const environment = { HOST: '127.0.0.1', OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' };
  const telemetry = await openTelemetry({ service: 'backend', environment, logger });
  telemetry.tracing.request({ method: 'GET', header: () => undefined })?.end();
  const began = performance.now();
  await telemetry.close();
  expect(performance.now() - began).toBeLessThan(3000);
});
