import { expect, test } from 'vitest';

import type { RunEvent } from './events.ts';
import { advance, IDLE, liveLines } from './live.ts';
import { plainLines } from './plain.ts';

const at = { seq: 1, elapsedMs: 10 };
const backend = { type: 'process', process: 'backend-1', workload: 'backend', restarts: 0, ...at } as const;
const urls = ['http://todo.localhost:8081', 'http://localhost:8081'];

test.each<[string, RunEvent, string[]]>([
  ['a process that waits', { ...backend, state: 'pending' }, []],
  ['a process that starts', { ...backend, state: 'starting', pid: 7 }, ['starting  backend-1, process 7']],
  ['a process that is ready', { ...backend, state: 'ready', afterMs: 312 }, ['ready     backend-1 after 0.3 s']],
  [
    'a process that comes back',
    { ...backend, state: 'backoff', because: 'ended by SIGKILL, starts again in 0.5 s' },
    ['restart   backend-1: ended by SIGKILL, starts again in 0.5 s'],
  ],
  [
    'a problem, with the last of its lines',
    {
      type: 'problem',
      process: 'backend-1',
      code: 'CRASH',
      because: 'it ended with exit code 1',
      logs: Array.from({ length: 12 }, (_, index) => `line ${index}`),
      fix: 'correct what its last lines say',
      ...at,
    },
    [
      'problem   backend-1  [CRASH]',
      '  because  it ended with exit code 1',
      ...Array.from({ length: 10 }, (_, index) => `  log      line ${index + 2}`),
      '  fix      correct what its last lines say',
    ],
  ],
  ['the end', { type: 'stopped', stack: 'shop', seconds: 1.23, ...at }, ['stopped   in 1.2 s; the data of shop stays']],
  ['the end of all', { type: 'stopped', stack: 'shop', seconds: 1.23, dataStay: false, ...at }, ['stopped   in 1.2 s']],
])('%s', (_, event, lines) => {
  expect(plainLines(event)).toEqual(lines);
});

test('the address stands in one box, the best way first, with what ends it', () => {
  const lines = plainLines({ type: 'serving', stack: 'shop', urls, seconds: 4.21, processes: 6, folder: '/s', ...at });
  expect(lines).toEqual([
    '',
    '╭─────────────────────────────────────────────╮',
    '│  shop runs: 6 processes, ready after 4.2 s  │',
    '│                                             │',
    '│  open   http://todo.localhost:8081          │',
    '│  or     http://localhost:8081               │',
    '│                                             │',
    '│  stop   Ctrl-C; the data stays              │',
    '╰─────────────────────────────────────────────╯',
    '',
  ]);
});

test('a second start says who runs the stack, and where', () => {
  const startedAt = '2026-01-02T03:04:05.000Z';
  const running = { type: 'running', stack: 'shop', mode: 'local', pid: 4711, urls, startedAt, ...at } as const;
  const lines = plainLines({ ...running, ready: true });
  const said = lines.join('\n');
  expect(Math.max(...lines.map(({ length }) => length))).toBeLessThan(80);
  expect(said).toContain('shop runs already: process 4711, since ');
  expect(said).toContain('open   http://todo.localhost:8081');
  expect(said).not.toContain('only ');
  expect(plainLines({ ...running, ready: false, urls: [] }).join('\n')).toContain('its address is not known yet');
  expect(plainLines({ ...running, ready: true, only: ['web', 'db'] }).join('\n')).toContain('only   web, db');
});

test('the live part shows what is not ready yet, and nothing once all is', () => {
  const starting = advance(IDLE, { ...backend, state: 'starting' });
  expect(liveLines(starting, 0, 80).join('\n')).toContain('backend-1  starting');
  expect(advance(starting, { ...backend, state: 'ready' })).toEqual(IDLE);
});
