import { expect, test } from 'vitest';

import type { PartStatus, Status } from './status.ts';
import { summaryOf } from './summary.ts';

const up: PartStatus = { status: 'ok', latencyMs: 1 };
const down: PartStatus = { status: 'down', because: 'no answer' };
const allUp: Status = { frontend: up, backend: up, database: up, mcp: up };

test.each([
  { when: 'all parts are up', status: allUp, connected: true, tone: 'good', down: 0 },
  { when: 'one part is down', status: { ...allUp, mcp: down }, connected: true, tone: 'bad', down: 1 },
  {
    when: 'the server is not reached, whatever was known before',
    status: allUp,
    connected: false,
    tone: 'unclear',
    down: 0,
  },
])('the summary is $tone when $when', ({ status, connected, tone, down }) => {
  expect(summaryOf(status, connected)).toEqual({ tone, down });
});
