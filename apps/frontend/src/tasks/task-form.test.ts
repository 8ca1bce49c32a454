import { newTask } from '@todo/todo';
import { expect, test } from 'vitest';

import { formValues, readTaskForm } from './task-form.ts';
import type { FieldName, FormResult } from './task-form.ts';
import { draftTask } from './task-list-state.ts';

function read(fields: Partial<Record<FieldName, string>>, timeZone = 'UTC'): FormResult {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return readTaskForm(form, timeZone);
}

test('a title is enough', () => {
  expect(read({ title: '  buy   milk ' })).toEqual({
    task: { title: 'buy milk', description: null, priority: 'medium', due_at: null, tags: [], recurrence: null },
  });
});

test('all fields together make a task that the backend takes', () => {
  const result = read(
    {
      title: 'Call Mom',
      description: 'about Sunday',
      priority: 'high',
      due: '2026-11-22',
      time: '17:00',
      tags: 'Home, phone،family, home',
      recurrence: 'weekly',
    },
    'Asia/Karachi',
  );
  const task = 'task' in result ? result.task : undefined;
  expect(task).toMatchObject({
    due_at: '2026-11-22T12:00:00.000Z',
    tags: ['home', 'phone', 'family'],
    recurrence: 'weekly',
  });
  expect(newTask.parse(task)).toEqual(task);
});

test('without a time the whole day is meant', () => {
  expect(read({ title: 'a', due: '2026-11-22' })).toMatchObject({ task: { due_at: '2026-11-22T23:59:00.000Z' } });
});

test.each<[what: string, fields: Partial<Record<FieldName, string>>, errors: object]>([
  ['no title', { title: '   ' }, { title: 'titleMissing' }],
  ['a title that is too long', { title: 'x'.repeat(201) }, { title: 'titleLong' }],
  ['notes that are too long', { title: 'a', description: 'x'.repeat(1001) }, { description: 'descriptionLong' }],
  ['half a date', { title: 'a', due: '2026-11' }, { due: 'dueInvalid' }],
  ['repetition without a date', { title: 'a', recurrence: 'daily' }, { due: 'dueMissing' }],
  ['a time without a date', { title: 'a', time: '10:00' }, { due: 'dueMissing' }],
  ['too many tags', { title: 'a', tags: 'a,b,c,d,e,f,g,h,i,j,k' }, { tags: 'tagsMany' }],
  ['a tag that is too long', { title: 'a', tags: 'x'.repeat(31) }, { tags: 'tagLong' }],
])('%s is refused, with its field named', (_what, fields, errors) => {
  expect(read(fields)).toEqual({ errors });
});

test('characters are counted, not halves of them', () => {
  expect(read({ title: '🎉'.repeat(200) })).toHaveProperty('task');
});

test('what a task says survives being shown and read', () => {
  const given = {
    title: 'Pay rent',
    description: 'by bank',
    priority: 'low',
    due_at: '2026-12-01T08:30:00.000Z',
    tags: ['home', 'money'],
    recurrence: 'monthly',
  } as const;
  const task = draftTask({ ...given, tags: [...given.tags] }, { id: 1, userId: 'ann', now: given.due_at });
  expect(read(formValues(task, 'America/New_York'), 'America/New_York')).toEqual({ task: given });
});
