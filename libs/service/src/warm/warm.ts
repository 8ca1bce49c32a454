import { setTimeout as sleep } from 'node:timers/promises';
import { startWarmIssuer } from './issuer.ts';

/** One request that a service should answer fast right after its start. */
export interface WarmRequest {
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** What it answers while an image is built, where there is no database. */
  readonly status: number;
}

const ATTEMPTS = 500;
const PAUSE_MILLISECONDS = 20;

/**
 * Fills NODE_COMPILE_CACHE while an image is built: starts the service in this process, sends what it will be asked first,
 * as somebody who is signed in, and exits, which writes the cache. Fails when an answer is not as expected.
 *
 * @param service the built entry point
 */
export async function warm(service: URL, audience: string, requests: readonly WarmRequest[]): Promise<never> {
  const { PORT = '', AUTH_ISSUER: issuer = '', AUTH_JWKS_URL: jwksUrl = '' } = process.env;
  const address = `http://127.0.0.1:${PORT}`;
  const { token } = await startWarmIssuer({ issuer, jwksUrl, audience });
  // It waits for a database, which never comes.
  void import(service.href);
  await untilHealthy(address);
  for (const { method = 'GET', path, headers, body, status } of requests) {
    const response = await fetch(address + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
  }
  process.exit(0);
}

async function untilHealthy(address: string): Promise<void> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const response = await fetch(`${address}/health`).catch(() => undefined);
    if (response?.ok) return;
    await sleep(PAUSE_MILLISECONDS);
  }
  throw new Error('the service did not answer within 10 s');
}
