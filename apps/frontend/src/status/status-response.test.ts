import { expect, test } from 'vitest';

import { statusResponse } from './status-response.ts';
import type { Status } from './status.ts';

const ok = { status: 'ok', latencyMs: 1 } as const;
const allUp: Status = { frontend: ok, backend: ok, database: ok, mcp: ok };

test('all parts up is a 200 that no cache keeps', async () => {
  const response = statusResponse(allUp);
  expect(response.status).toBe(200);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.has('retry-after')).toBe(false);
  expect(await response.json()).toEqual(allUp);
});

test.each(['down', 'unknown'] as const)('one part that is %s is a 503 that says when to ask again', async (state) => {
  const status: Status = { ...allUp, database: { status: state, because: 'no connection' } };
  const response = statusResponse(status);
  expect(response.status).toBe(503);
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await response.json()).toEqual(status);
});
