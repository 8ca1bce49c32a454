import type { RunState } from '@nx-kube/local';
import { expect, test } from 'vitest';

import { type Asked, asksMore, notDone } from './not-done.ts';

const plain: Asked = { mode: 'local', fresh: false, port: undefined, only: undefined };
const web = { name: 'web', after: [] };
const backend = { name: 'backend', after: ['store'] };
const store = { name: 'store', after: [] };

function runOf(parts: Partial<RunState> = {}): RunState {
  return {
    stack: 'shop',
    mode: 'local',
    pid: 4711,
    startedAt: '2026-01-02T03:04:05.000Z',
    urls: ['http://shop.localhost:8081', 'http://localhost:8081'],
    ready: true,
    workloads: [web, backend, store],
    leftOut: [],
    processes: [],
    problems: [],
    ...parts,
  };
}

function whatOf(asked: Partial<Asked>, run?: Partial<RunState>): readonly string[] {
  return notDone({ ...plain, ...asked }, runOf(run)).map(({ what }) => what);
}

test('who asks for nothing in particular gets what runs, whatever that is', () => {
  expect(asksMore(plain)).toBe(false);
  expect(whatOf({}, { mode: 'watch', workloads: [web], leftOut: ['backend', 'store'] })).toEqual([]);
});

test('an empty database is never had from a run that goes on', () => {
  expect(whatOf({ fresh: true })).toEqual(['--fresh']);
});

test.each([
  { port: 8081, urls: undefined, left: [] },
  { port: 9000, urls: undefined, left: ['--port 9000'] },
  { port: 80, urls: ['http://localhost'], left: [] },
  { port: 9000, urls: [], left: ['--port 9000'] },
])('port $port of a run at $urls leaves $left undone', ({ port, urls, left }) => {
  expect(whatOf({ port }, urls && { urls })).toEqual(left);
});

const alone = { workloads: [backend, store], leftOut: ['web'] };
test.each([
  { when: 'the same run', only: ['backend'], run: alone, left: [] },
  { when: 'the same run, their database named', only: ['store', 'backend'], run: alone, left: [] },
  { when: 'more run', only: ['store'], run: alone, left: ['--only store'] },
  { when: 'one of them does not', only: ['backend', 'web'], run: alone, left: ['--only backend,web'] },
  { when: 'all run', only: ['backend'], run: {}, left: ['--only backend'] },
  { when: 'all run, and all were meant', only: ['web', 'backend'], run: {}, left: [] },
])('of $only where $when, this is left undone: $left', ({ only, run, left }) => {
  expect(whatOf({ only }, run)).toEqual(left);
});

test('a run that has not said yet what it runs is not taken for what was asked for', () => {
  const { workloads: _, leftOut: __, ...early } = runOf({ urls: [] });
  const asked = { ...plain, port: 8080, only: ['web'] };
  expect(notDone(asked, early).map(({ what }) => what)).toEqual(['--port 8080', '--only web']);
});

test('a run without watching does not become one that watches, and one that watches does', () => {
  expect(whatOf({ mode: 'watch' })).toEqual(['watch']);
  expect(whatOf({ mode: 'watch' }, { mode: 'watch' })).toEqual([]);
});
