import { expect, test } from 'vitest';

import type { PartStatus, Status } from './status.ts';
import { summaryOf } from './summary.ts';

const up: PartStatus = { status: 'ok', latencyMs: 1 };
const down: PartStatus = { status: 'down', because: 'no answer' };
const allUp: Status = { frontend: up, backend: up, database: up, mcp: up };

test.each([
  { when: 'all parts are up', status: allUp, connected: true, tone: 'good' },
  { when: 'one part is down', status: { ...allUp, mcp: down }, connected: true, tone: 'bad' },
  { when: 'the server is not reached, whatever was known before', status: allUp, connected: false, tone: 'unclear' },
])('the summary is $tone when $when', ({ status, connected, tone }) => {
  expect(summaryOf(status, connected).tone).toBe(tone);
});
