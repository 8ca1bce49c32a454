import { openTelemetry, createLogger } from '@todo/service';
import type { TokenOptions } from '@todo/testing';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, revisions, startMcpService, type McpService } from './testing/mcp-service.ts';

let service: McpService;
beforeAll(async () => {
  service = await startMcpService();
}, 120_000);
afterAll(() => service.stop());

/** One request as a client of 2026-07-28 sends it, without a client. */
async function post(headers: Readonly<Record<string, string>>, body: unknown): Promise<Response> {
  return fetch(service.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}
const initialize = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
};

test('without a token nothing is answered but where to get one', async () => {
  const answer = await post({}, initialize);
  expect(answer.status).toBe(401);
  const challenge = answer.headers.get('www-authenticate') ?? '';
  expect(challenge).toMatch(/^Bearer realm="todo", resource_metadata="/);
  const metadata = await fetch(/resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '');
  expect(await metadata.json()).toEqual({
    resource: service.url.href,
    resource_name: 'Todo Chatbot',
    authorization_servers: [service.issuer.issuer],
    bearer_methods_supported: ['header'],
  });
});

const wrong: readonly { readonly when: string; readonly token: TokenOptions }[] = [
  { when: 'expired', token: { expiresIn: -60 } },
  { when: 'for the backend alone', token: { aud: 'todo-backend' } },
  { when: 'from another issuer', token: { iss: 'http://elsewhere.test' } },
  { when: 'signed with the public key as a secret', token: { alg: 'HS256' } },
  { when: 'not signed', token: { alg: 'none' } },
  { when: "signed by a stranger's key", token: { alg: 'forged' } },
  { when: 'signed by a key that nobody knows', token: { alg: 'forged', kid: 'unknown' } },
];

test.each(wrong)('a token that is $when is refused as such', async ({ token }) => {
  const { id } = await service.user();
  const minted = await service.issuer.mint({ sub: id, ...token });
  const answer = await post({ authorization: `Bearer ${minted}` }, initialize);
  expect(answer.status).toBe(401);
  expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
  expect(await answer.text()).not.toContain(minted);
});

test('a browser of another site is refused, whatever it carries', async () => {
  const { token } = await service.user();
  const headers = { origin: 'https://elsewhere.example', authorization: `Bearer ${token}` };
  expect((await post(headers, initialize)).status).toBe(403);
});

test.each([
  { what: 'no JSON', body: '{"jsonrpc', status: 400 },
  { what: 'no request', body: {}, status: 400 },
  { what: 'too much', body: JSON.stringify({ ...initialize, more: 'x'.repeat(1_100_000) }), status: 413 },
])('$what is refused', async ({ body, status }) => {
  const { token } = await service.user();
  expect((await post({ authorization: `Bearer ${token}` }, body)).status).toBe(status);
});

test('who listens for changes is told that none are announced, and is kept no stream', async () => {
  const { token } = await service.user();
  const client = await connect(service.url, token);
  expect(client.getServerCapabilities()).toEqual({
    tools: { listChanged: false },
    resources: { listChanged: false },
    prompts: { listChanged: false },
  });
  const wanted = { toolsListChanged: true, promptsListChanged: true, resourceSubscriptions: ['tasks://list'] };
  const subscription = await client.listen(wanted);
  expect(subscription.honoredFilter).toEqual({});
  expect(await subscription.closed).toBe('graceful');
  await client.close();
});

test.each(revisions)(
  'a call during an outage is an answer without internals, and works again after it (%s)',
  async (revision) => {
    const { token } = await service.user();
    const client = await connect(service.url, token, revision);
    await service.postgres.stop();
    try {
      const during = await client.callTool({ name: 'list_tasks', arguments: {} });
      expect(during.isError).toBe(true);
      expect(during.content).toMatchObject([{ text: expect.stringContaining('database does not answer') }]);
      expect(JSON.stringify(during)).not.toMatch(/ECONN|127\.0\.0\.1/);
      await expect(client.readResource({ uri: 'tasks://list' })).rejects.toThrow(/database does not answer/);
      expect((await service.app.request('/health')).status).toBe(200);
    } finally {
      await service.postgres.start();
    }
    expect((await client.callTool({ name: 'list_tasks', arguments: {} })).isError).not.toBe(true);
    await client.close();
  },
  60_000,
);

test('while the keys are away a caller is told to come back', async () => {
  const fresh = await startMcpService();
  try {
    const { token } = await fresh.user();
    fresh.issuer.fail(true);
    const ask = async (): Promise<Response> =>
      fetch(fresh.url, { method: 'POST', body: '{}', headers: { authorization: `Bearer ${token}` } });
    const answer = await ask();
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('5');
    expect((await fresh.app.request('/health')).status).toBe(200);
  } finally {
    await fresh.stop();
  }
}, 60_000);

test('one person who asks too often is told when to come back, and nobody else is', async () => {
  const fresh = await startMcpService({ requestsPerMinute: 20 });
  try {
    const [ann, bob] = [await fresh.user(), await fresh.user()];
    const ask = async (token: string): Promise<Response> =>
      fetch(fresh.url, {
        method: 'POST',
        body: JSON.stringify(initialize),
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          accept: 'application/json, text/event-stream',
        },
      });
    const answers = await Promise.all(Array.from({ length: 45 }, () => ask(ann.token)));
    const statuses = answers.map(({ status }) => status);
    // A window may end while the test runs.
    expect(statuses.filter((status) => status === 200).length).toBeLessThanOrEqual(40);
    expect(statuses).toContain(429);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask(bob.token)).status).toBe(200);
  } finally {
    await fresh.stop();
  }
}, 60_000);

test('calls are measured by tool, and logged under the id of the caller without what was said', async () => {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  const METRICS_PORT = typeof address === 'object' ? address?.port : undefined;
  probe.close();
  const logger = createLogger('mcp', 'error');
  const telemetry = await openTelemetry({ service: 'mcp', environment: { HOST: '127.0.0.1', METRICS_PORT }, logger });
  const fresh = await startMcpService({ telemetry });
  try {
    const { id, token } = await fresh.user();
    const client = await connect(fresh.url, token, '2026-07-28', { 'x-request-id': 'id-of-the-turn' });
    await client.callTool({ name: 'add_task', arguments: { title: 'Call the doctor' } });
    await client.callTool({ name: 'complete_task', arguments: { task_id: 999_999 } });
    await client.close();
    const text = await (await fetch(`http://127.0.0.1:${METRICS_PORT}/metrics`)).text();
    expect(text).toContain('mcp_tool_duration_seconds_count{tool="add_task",outcome="done"} 1');
    expect(text).toContain('mcp_tool_duration_seconds_count{tool="complete_task",outcome="refused"} 1');
    expect(text).toMatch(/http_request_duration_seconds_count\{method="POST",route="\/mcp",status="200"\} \d/);
    const log = fresh.lines.join('');
    for (const line of fresh.lines) expect(JSON.parse(line)).toMatchObject({ requestId: 'id-of-the-turn' });
    for (const secret of [id, token, 'doctor']) expect(log).not.toContain(secret);
  } finally {
    await fresh.stop();
    await telemetry.close();
  }
}, 60_000);
