import { expect, test } from 'vitest';
import { decideChange, fieldsOfNew, type StoredTask } from './change.ts';
import { newTask, taskChange } from './task.ts';

const now = new Date('2026-11-21T12:00:00Z');
const before: StoredTask = {
  id: 1,
  user_id: 'ann',
  title: 'Pay rent',
  description: 'the whole of it',
  completed: false,
  priority: 'high',
  due_at: '2027-01-31T08:00:00.000Z',
  tags: ['home'],
  recurrence: 'monthly',
  recurrence_day: 31,
  successor_id: null,
  version: 1,
  created_at: now.toISOString(),
  updated_at: now.toISOString(),
};

test('a new task has defaults for what is not given', () => {
  expect(fieldsOfNew(newTask.parse({ title: 'x' }))).toEqual({
    title: 'x',
    description: null,
    completed: false,
    priority: 'medium',
    due_at: null,
    tags: [],
    recurrence: null,
    recurrence_day: null,
  });
});

test.each([
  { change: { title: 'y' }, type: 'updated' },
  { change: { completed: true }, type: 'completed' },
  { change: { completed: true, title: 'y' }, type: 'completed' },
  { change: { completed: false }, type: undefined },
  { change: { title: 'Pay rent', tags: ['home'] }, type: undefined },
  { change: { tags: ['home', 'money'] }, type: 'updated' },
  { change: {}, type: undefined },
])('$change of a pending task is $type', ({ change, type }) => {
  expect(decideChange(before, change, now)?.type).toBe(type);
});

test('a completed task that is set to pending is reopened', () => {
  expect(decideChange({ ...before, completed: true }, { completed: false }, now)?.type).toBe('reopened');
});

test('the next occurrence is pending, has what the task has after the change, and keeps to its day', () => {
  const change = decideChange(before, { completed: true, title: 'Pay the rent' }, now);
  expect(change?.next).toEqual({ ...change?.fields, completed: false, due_at: '2027-02-28T08:00:00.000Z' });
  expect(change?.next).toMatchObject({ title: 'Pay the rent', recurrence_day: 31 });
});

test.each([
  { when: 'the task does not recur', task: { ...before, recurrence: null, recurrence_day: null }, change: {} },
  { when: 'it has been added already', task: { ...before, successor_id: 2 }, change: {} },
  { when: 'the recurrence ends with the same change', task: before, change: { recurrence: null } },
])('no occurrence is added when $when', ({ task, change }) => {
  expect(decideChange(task, { ...change, completed: true }, now)).not.toHaveProperty('next');
});

test.each([
  { when: 'the due date is taken away', task: before, change: { due_at: null } },
  {
    when: 'it recurs without one',
    task: { ...before, due_at: null, recurrence: null, recurrence_day: null },
    change: { recurrence: 'daily' as const },
  },
])('a change is refused when $when', ({ task, change }) => {
  expect(() => decideChange(task, taskChange.parse(change), now)).toThrow(
    expect.objectContaining({ code: 'RECURRENCE_NEEDS_DUE_DATE' }),
  );
});
