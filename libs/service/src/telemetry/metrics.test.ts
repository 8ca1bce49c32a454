import { execFile } from 'node:child_process';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { serviceApp } from '../http/service-app.ts';
import { createLifecycle } from '../lifecycle.ts';
import { createLogger } from '../logger.ts';
import { listenForMetrics, type MetricsListener } from './metrics-listener.ts';
import { prometheusMetrics } from './prometheus.ts';
import { noTracing } from './tracing.ts';
import { openTelemetry } from './telemetry.ts';

const scraped = prometheusMetrics();
const { metrics } = scraped;
let listener: MetricsListener;
beforeAll(async () => {
  listener = await listenForMetrics(scraped, { host: '127.0.0.1', port: 0 });
});
afterAll(() => listener.close());

const scrape = async (): Promise<string> => (await fetch(`http://127.0.0.1:${listener.port}/metrics`)).text();
const logger = createLogger('test', 'error', () => undefined);

test('requests are counted by method, pattern and status, and probes are not', async () => {
  const telemetry = { metrics, tracing: noTracing, close: async () => undefined };
  const app = serviceApp({ lifecycle: createLifecycle(), logger, telemetry });
  let during = '';
  app.get('/api/:user_id/tasks/:id', async (c) => {
    during = await scrape();
    return c.text('here');
  });
  app.get('/bug', () => {
    throw new Error('a bug');
  });
  await app.request('/api/ann/tasks/1');
  await app.request('/api/bob/tasks/2');
  await app.request('/bug');
  await app.request('/ann@example.com', { method: 'BREW' });
  await app.request('/health');
  const text = await scrape();
  expect(text).toContain(
    'http_request_duration_seconds_count{method="GET",route="/api/:user_id/tasks/:id",status="200"} 2',
  );
  expect(text).toContain('http_request_duration_seconds_count{method="GET",route="/bug",status="500"} 1');
  expect(text).toContain('http_request_duration_seconds_count{method="OTHER",route="none",status="404"} 1');
  expect(text).not.toMatch(/ann|bob|health/);
  expect(during).toContain('http_requests_in_flight 1\n');
  expect(text).toContain('http_requests_in_flight 0\n');
});

test('the process, the pool and what a service registers are there', async () => {
  const usage = { total: 3, idle: 1, waiting: 4 };
  metrics.pool(() => usage);
  const add = metrics.counter({ name: 'chat_turns_total', help: 'Turns.', labels: ['status'] });
  const observe = metrics.histogram({ name: 'chat_turn_seconds', help: 'Time.', buckets: [1, 2] });
  metrics.gauge({ name: 'chat_streams', help: 'Open streams.' }, () => 7);
  add({ status: 'done' });
  add({ status: 'done' }, 2);
  observe(1.5);
  const text = await scrape();
  for (const line of [
    'db_pool_connections{state="waiting"} 4',
    'chat_turns_total{status="done"} 3',
    'chat_turn_seconds_bucket{le="2"} 1',
    'chat_streams 7',
  ])
    expect(text).toContain(`${line}\n`);
  expect(text).toMatch(/^process_resident_memory_bytes \d+/m);
  usage.waiting = 0;
  expect(await scrape()).toContain('db_pool_connections{state="waiting"} 0\n');
});

test('the port of the metrics answers nothing else', async () => {
  const url = `http://127.0.0.1:${listener.port}`;
  expect((await fetch(`${url}/`)).status).toBe(404);
  expect((await fetch(`${url}/metrics`, { method: 'POST' })).status).toBe(404);
});

test('a port that is taken ends the start', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const address = taken.address();
  const METRICS_PORT = typeof address === 'object' ? address?.port : undefined;
  const opened = openTelemetry({ service: 'test', environment: { HOST: '127.0.0.1', METRICS_PORT }, logger });
  await expect(opened).rejects.toMatchObject({ code: 'EADDRINUSE' });
  taken.close();
});

/** How many modules in CommonJS, as the libraries for metrics and traces are, a program has loaded after opening. */
async function loadedBy(variables: string): Promise<number> {
  const program = `
    const { createRequire } = await import('node:module');
    const { openTelemetry } = await import(${JSON.stringify(new URL('telemetry.ts', import.meta.url).href)});
    const environment = { HOST: '127.0.0.1', ${variables} };
    await openTelemetry({ service: 'test', environment, logger: { info() {} } });
    process.stdout.write(String(Object.keys(createRequire(${JSON.stringify(import.meta.url)}).cache).length));`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program]);
  return Number(stdout);
}

test('what the environment does not ask for is not loaded', async () => {
  expect(await loadedBy('')).toBe(0);
  expect(await loadedBy("OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9'")).toBeGreaterThan(10);
});
