import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startApp, type RunningApp } from '../support/app.ts';
import { startCollector, type Collector } from './collector.ts';

const services = ['frontend', 'backend', 'mcp'] as const;
const person = { name: 'Ann Example', email: `ann-${randomUUID()}@example.com`, password: 'seven quiet lighthouses' };
const trace = '4bf92f3577b34da6a3ce929d0e0e4736';

let app: RunningApp;
let collector: Collector;
let metricsPorts: Readonly<Record<(typeof services)[number], number>>;
let token = '';
let userId = '';

beforeAll(async () => {
  collector = await startCollector();
  const [frontend, backend, mcp] = [await freePort(), await freePort(), await freePort()];
  metricsPorts = { frontend, backend, mcp };
  const observed = (port: number): Readonly<Record<string, string>> => ({
    METRICS_PORT: String(port),
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '200',
  });
  const env = { frontend: observed(frontend), backend: observed(backend), mcp: observed(mcp) };
  app = await startApp({ backends: 1, env });
  const headers = { 'content-type': 'application/json', origin: app.url };
  const signUp = { method: 'POST', headers, body: JSON.stringify(person) };
  const account = await fetch(`${app.url}/api/auth/sign-up/email`, signUp);
  if (!account.ok) throw new Error(`sign-up answered ${account.status}: ${await account.text()}`);
  const cookie = account.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ');
  userId = ((await account.json()) as { user: { id: string } }).user.id;
  const minted = await fetch(`${app.url}/api/auth/token`, { headers: { cookie } });
  token = ((await minted.json()) as { token: string }).token;
});
afterAll(async () => {
  await app?.stop();
  collector?.close();
});

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

const logOf = (name: (typeof services)[number]): string =>
  name === 'mcp' ? app.mcp.log() : (app[name === 'backend' ? 'backends' : 'frontends'][0]?.log() ?? '');

interface Line {
  readonly message: string;
  readonly requestId?: string;
  readonly traceId?: string;
}
const linesOf = (name: (typeof services)[number]): readonly Line[] =>
  logOf(name)
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);

test('one message to the assistant has one id in the logs of the three services, and one trace', async () => {
  // Through the frontend, as where there is no ingress: it knows the backend, which knows the MCP server.
  const answer = await fetch(`${app.frontends[0]?.url}/api/${userId}/chat`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-request-id': 'id-of-the-message',
      traceparent: `00-${trace}-00f067aa0ba902b7-01`,
    },
    body: JSON.stringify({ message: 'Add a task to call the doctor' }),
  });
  expect(answer.status, await answer.clone().text()).toBe(200);
  expect(answer.headers.get('x-request-id')).toBe('id-of-the-message');
  expect(await answer.json()).toMatchObject({ tool_calls: [{ tool: 'add_task', is_error: false }] });
  for (const name of services)
    await expect
      .poll(() => linesOf(name).filter(({ requestId }) => requestId === 'id-of-the-message'), { message: name })
      .toContainEqual(expect.objectContaining({ message: 'request', traceId: trace }));
  // Spans whose caller is unknown: the browser's own, once all are sent.
  const begun = (): readonly string[] => {
    const ours = collector.spans.filter(({ traceId }) => traceId === trace);
    const ids = new Set(ours.map(({ spanId }) => spanId));
    const roots = ours.filter(({ parentSpanId = '' }) => !ids.has(parentSpanId));
    return roots.map(({ service, name }) => `${service} ${name}`);
  };
  await expect.poll(begun, { timeout: 10_000 }).toEqual(['frontend POST /api/*']);
  const traced = collector.spans.filter(({ traceId }) => traceId === trace).map(({ service }) => service);
  expect(new Set(traced)).toEqual(new Set(services));
});

test('each service tells its numbers on a port of its own, and on no other', async () => {
  for (const name of services) {
    const text = await (await fetch(`http://127.0.0.1:${metricsPorts[name]}/metrics`)).text();
    expect(text, name).toMatch(/^http_request_duration_seconds_count\{method="POST",route="[^"]+",status="200"\} \d+/m);
    expect(text, name).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(text, name).not.toContain(userId);
    const open = name === 'mcp' ? app.mcp : app[name === 'backend' ? 'backends' : 'frontends'][0];
    expect((await fetch(`${open?.url}/metrics`)).status, name).toBe(404);
  }
});

test('neither a log nor a trace says who did what', async () => {
  await fetch(`${app.url}/api/${userId}/tasks?q=doctor`, { headers: { authorization: `Bearer ${token}` } });
  await fetch(`${app.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: app.url },
    body: JSON.stringify({ email: person.email, password: 'not the password' }),
  });
  await fetch(`${app.url}/api/${userId}/tasks`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{"title":"Call the doctor"',
  });
  const told = [...services.map(logOf), ...collector.spans.map(({ text }) => text)].join('\n');
  for (const secret of [userId, token, person.email, person.name, person.password, 'doctor', 'todo:'])
    expect(told.includes(secret), `${secret.slice(0, 20)} is in a log or a trace`).toBe(false);
});
