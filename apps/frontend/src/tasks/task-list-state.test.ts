import type { Task } from '@todo/todo';
import { expect, test } from 'vitest';

import { draftTask, nextState, realChanges, shownTasks } from './task-list-state.ts';
import type { PendingChange, TaskListEvent, TaskListState } from './task-list-state.ts';
import { parseView } from './task-view.ts';

const now = '2026-11-21T20:00:00.000Z';
const view = parseView(new URLSearchParams());
const todo = parseView(new URLSearchParams('status=pending'));

function task(id: number, more: Partial<Task> = {}): Task {
  return { ...draftTask({ title: `task ${id}` }, { id, userId: 'ann', now }), version: 1, ...more };
}

const start: TaskListState = { known: [task(2), task(1)], total: 2, pending: [] };

function after(...events: TaskListEvent[]): TaskListState {
  return events.reduce(nextState, start);
}

function titles(state: TaskListState, shown = view): string[] {
  return shownTasks(state, shown).lines.map(({ task, waiting }) => (waiting ? `${task.title}…` : task.title));
}

const add: PendingChange = { type: 'add', key: 'a', task: task(-1, { title: 'new', version: 0 }) };
const rename: PendingChange = { type: 'edit', key: 'e', id: 1, edit: { title: 'renamed' } };
const complete: PendingChange = { type: 'edit', key: 'c', id: 1, edit: { completed: true } };
const remove: PendingChange = { type: 'remove', key: 'r', id: 2 };

test('a change shows at once', () => {
  const state = after(...[add, rename, remove].map((change) => ({ type: 'begun', change }) as const));
  expect(titles(state)).toEqual(['new…', 'renamed…']);
  expect(shownTasks(state, view).total).toBe(2);
});

test.each([add, rename, remove, complete])('a refused change ($type) leaves no trace', (change) => {
  const state = after({ type: 'begun', change }, { type: 'refused', key: change.key });
  expect(state).toEqual(start);
});

test('a refused change takes no other with it', () => {
  const state = after(
    { type: 'begun', change: rename },
    { type: 'begun', change: complete },
    { type: 'refused', key: 'e' },
  );
  expect(shownTasks(state, view).lines[1]?.task).toMatchObject({ title: 'task 1', completed: true });
});

test('a saved task has what the backend made of it, once, even when the list came anew in between', () => {
  const made = task(3, { title: 'new' });
  const saved = { type: 'saved', key: 'a', task: made, first: true } as const;
  expect(titles(after({ type: 'begun', change: add }, saved))).toEqual(['new', 'task 2', 'task 1']);
  const reloaded = { type: 'loaded', tasks: [made, ...start.known], total: 3 } as const;
  expect(after({ type: 'begun', change: add }, reloaded, saved)).toEqual({
    known: reloaded.tasks,
    total: 3,
    pending: [],
  });
});

test('an answer that was overtaken does not bring an old version back', () => {
  const newer = task(1, { title: 'newer', version: 3 });
  const state = after({ type: 'found', task: newer }, { type: 'saved', key: 'e', task: task(1), first: false });
  expect(titles(state)).toEqual(['task 2', 'newer']);
});

test('a task that gets done leaves the list of what is to do, and the count with it', () => {
  const state = after({ type: 'begun', change: complete });
  expect(titles(state, todo)).toEqual(['task 2']);
  expect(shownTasks(state, todo).total).toBe(1);
  expect(titles(after({ type: 'begun', change: complete }, { type: 'refused', key: 'c' }), todo)).toHaveLength(2);
});

test('a removed task is gone, and counts no more', () => {
  const state = after({ type: 'begun', change: remove }, { type: 'removed', key: 'r' });
  expect(state).toEqual({ known: [task(1)], total: 1, pending: [] });
  expect(after({ type: 'gone', id: 2 }, { type: 'gone', id: 99 }).total).toBe(1);
});

test('only what differs is a change', () => {
  const given = task(1, { tags: ['home'], due_at: null });
  expect(realChanges(given, { title: 'task 1', tags: ['home'], due_at: null })).toBeUndefined();
  expect(realChanges(given, { title: 'task 1', tags: [], completed: true })).toEqual({ tags: [], completed: true });
});
