import { expect, test } from 'vitest';
import type { LocalEvent, LocalProblem } from '../events.ts';
import { openBoard } from './board.ts';

const problem: LocalProblem = { type: 'problem', process: 'web-1', code: 'CRASH', because: 'x', logs: [], fix: 'y' };

function boardOf() {
  const events: LocalEvent[] = [];
  let changes = 0;
  const board = openBoard(
    (event) => events.push(event),
    () => changes++,
  );
  return { board, events, changes: () => changes };
}

test('what a process tells is an event, and is there for whoever asks', () => {
  const { board, events, changes } = boardOf();
  const seat = board.seat('web-1', 'web');
  seat.tell({ state: 'starting', restarts: 0, pid: 7, port: 4000, afterMs: 0 });
  seat.tell({ state: 'starting', restarts: 0, pid: 7, because: 'GET / answered 503' }, true);
  expect(events).toEqual([
    { type: 'process', process: 'web-1', workload: 'web', state: 'starting', restarts: 0, pid: 7, afterMs: 0 },
  ]);
  expect(board.processes()).toMatchObject([{ process: 'web-1', state: 'starting', because: 'GET / answered 503' }]);
  expect(changes()).toBe(3);
});

test('a state keeps the time at which it began', () => {
  const { board } = boardOf();
  const seat = board.seat('web-1', 'web');
  seat.tell({ state: 'starting', restarts: 0 });
  const since = board.processes()[0]?.since;
  seat.tell({ state: 'starting', restarts: 0, because: 'x' });
  expect(board.processes()[0]?.since).toBe(since);
});

test('a problem is told once, and is over when nothing is wrong any more', () => {
  const { board, events } = boardOf();
  const seat = board.seat('web-1', 'web');
  seat.problem(problem);
  seat.problem(problem);
  expect(events).toEqual([problem]);
  expect(board.problems()).toEqual([problem]);
  seat.problem(undefined);
  expect(board.problems()).toEqual([]);
});

test('whoever comes beside is seen when it takes the place, and the one before is heard no more when it leaves', () => {
  const { board, events } = boardOf();
  const old = board.seat('web-1', 'web');
  old.tell({ state: 'ready', restarts: 2, pid: 1 });
  const next = board.seat('web-1', 'web', true);
  next.tell({ state: 'starting', restarts: 0, pid: 2 });
  next.problem(problem);
  expect(board.processes()).toMatchObject([{ pid: 1, state: 'ready' }]);
  expect(board.problems()).toEqual([]);
  next.tell({ state: 'ready', restarts: 0, pid: 2 });
  next.take();
  old.leave();
  old.tell({ state: 'ended', restarts: 2 });
  expect(board.processes()).toMatchObject([{ pid: 2, state: 'ready' }]);
  expect(events.map((event) => (event.type === 'process' ? `${event.pid} ${event.state}` : event.type))).toEqual([
    '1 ready',
    '2 starting',
    'problem',
    '2 ready',
  ]);
});
