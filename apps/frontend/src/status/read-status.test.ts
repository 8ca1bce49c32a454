import { afterEach, expect, test } from 'vitest';

import { deadUrl, fakeService, healthyBackend, healthyMcp } from '../testing/fake-service.ts';
import type { Answers, FakeService } from '../testing/fake-service.ts';
import { readStatus } from './read-status.ts';
import { PARTS } from './status.ts';
import type { Status } from './status.ts';

const services: FakeService[] = [];

afterEach(async () => {
  await Promise.all(services.splice(0).map((service) => service.close()));
});

async function start(answers: Answers): Promise<string> {
  const service = await fakeService(answers);
  services.push(service);
  return service.url;
}

function states(status: Status): string {
  return PARTS.map((part) => status[part].status).join(' ');
}

const never = (): void => {};
const unavailable = { type: 'about:blank', title: 'Service unavailable', status: 503 };

test.each<[when: string, expected: string, backend: Answers | undefined, mcp: Answers | undefined]>([
  ['all answer', 'ok ok ok ok', healthyBackend, healthyMcp],
  ['the database is out', 'ok ok down ok', { ...healthyBackend, '/api/status': [503, unavailable] }, healthyMcp],
  ['the backend waits for its database', 'ok ok down ok', { ...healthyBackend, '/api/status': never }, healthyMcp],
  ['the backend fails to tell', 'ok ok unknown ok', { ...healthyBackend, '/api/status': [500, {}] }, healthyMcp],
  ['the backend tells nonsense', 'ok ok unknown ok', { ...healthyBackend, '/api/status': [200, null] }, healthyMcp],
  ['nothing listens at the backend', 'ok down unknown ok', undefined, healthyMcp],
  ['the backend hangs', 'ok down unknown ok', { '/health': never, '/api/status': never }, healthyMcp],
  ['the backend is another program', 'ok down unknown ok', { '/health': [200, 'hello'] }, healthyMcp],
  ['the MCP server answers 500', 'ok ok ok down', healthyBackend, { '/health': [500, { status: 'ok' }] }],
  ['nothing listens at the MCP server', 'ok ok ok down', healthyBackend, undefined],
])('when %s, the parts are: %s', async (_when, expected, backend, mcp) => {
  const backendUrl = backend === undefined ? await deadUrl() : await start(backend);
  const mcpUrl = mcp === undefined ? await deadUrl() : await start(mcp);
  expect(states(await readStatus({ backendUrl, mcpUrl }))).toBe(expected);
});

test('a part that is up comes with its latency, one that is not with a reason that holds no address', async () => {
  const status = await readStatus({ backendUrl: await start(healthyBackend), mcpUrl: await deadUrl() });
  expect(status.database).toEqual({ status: 'ok', latencyMs: 1.8 });
  expect(status.backend.latencyMs).toBeGreaterThan(0);
  expect(status.frontend.latencyMs).toBeGreaterThanOrEqual(0);
  expect(status.mcp.because).toContain('ECONNREFUSED');
  expect(JSON.stringify(status)).not.toContain('127.0.0.1');
});

test('an answer that never ends costs no more than the time limit', async () => {
  const endless: Answers = { '/health': (_, response) => void response.writeHead(200).write('{"status":') };
  const url = await start(endless);
  const began = performance.now();
  const status = await readStatus({ backendUrl: url, mcpUrl: url });
  expect(performance.now() - began).toBeLessThan(2500);
  expect(status.mcp).toEqual({ status: 'down', because: 'no answer within 1.5 s' });
});

test('an address may end in a slash', async () => {
  const backendUrl = `${await start(healthyBackend)}/`;
  expect((await readStatus({ backendUrl, mcpUrl: backendUrl })).mcp.status).toBe('ok');
});
