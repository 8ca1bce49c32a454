import { setImmediate } from 'node:timers/promises';

import { probe, roundMs } from './probe.ts';
import type { Answer, Silence } from './probe.ts';
import type { PartStatus, Status } from './status.ts';
import type { Upstreams } from './upstreams.ts';

/** Longer than a healthy answer by far, shorter than the patience of who waits for the page. */
const TIMEOUT_MS = 1500;

/** Asks all parts at once; takes hardly more than 1.5 s and never throws. */
export async function readStatus({ backendUrl, mcpUrl }: Upstreams): Promise<Status> {
  const frontend = await frontendStatus();
  const urls = [
    joinUrl(backendUrl, '/health'),
    joinUrl(backendUrl, '/api/status'),
    joinUrl(mcpUrl, '/health'),
  ] as const;
  const [health, api, mcp] = await Promise.all([ask(urls[0]), ask(urls[1]), ask(urls[2])]);
  const backend = healthStatus(health);
  return { frontend, backend, database: databaseStatus(backend, api), mcp: healthStatus(mcp) };
}

function ask(url: string): Promise<Answer | Silence> {
  return probe(url, { timeoutMs: TIMEOUT_MS });
}

/** This process answers, so it is up; its latency is the time that one turn of the event loop takes. */
async function frontendStatus(): Promise<PartStatus> {
  const start = performance.now();
  await setImmediate();
  return { status: 'ok', latencyMs: roundMs(performance.now() - start) };
}

/** From `GET /health`, which says that the process lives and asks nothing else. */
function healthStatus(answer: Answer | Silence): PartStatus {
  if (answer.type === 'silence') return down(answer.because);
  if (answer.httpStatus === 200 && fieldOf(answer.body, 'status') === 'ok') {
    return { status: 'ok', latencyMs: answer.latencyMs };
  }
  return down(answer.httpStatus === 200 ? 'its answer makes no sense' : `it answered ${answer.httpStatus}`);
}

/** From the backend's `GET /api/status`, which answers 503 when the database is out. */
function databaseStatus(backend: PartStatus, answer: Answer | Silence): PartStatus {
  if (backend.status !== 'ok') return { status: 'unknown', because: 'only the backend can tell' };
  if (answer.type === 'silence') return down('the backend waits for it');
  if (answer.httpStatus === 503) return down('the backend does not reach it');
  const database = fieldOf(answer.body, 'database');
  const latencyMs = fieldOf(database, 'latencyMs');
  if (answer.httpStatus !== 200 || fieldOf(database, 'status') !== 'ok') {
    return { status: 'unknown', because: `the backend answered ${answer.httpStatus}` };
  }
  return { status: 'ok', ...(typeof latencyMs === 'number' && { latencyMs: roundMs(latencyMs) }) };
}

function down(because: string): PartStatus {
  return { status: 'down', because };
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}

function joinUrl(base: string, path: string): string {
  return base.replace(/\/+$/, '') + path;
}
