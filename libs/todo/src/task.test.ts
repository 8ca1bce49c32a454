import { expect, test } from 'vitest';
import * as z from 'zod';
import { conversationTitle } from './conversation.ts';
import { taskQuery } from './task-query.ts';
import { newTask, taskChange } from './task.ts';

test.each([
  { what: 'a title alone', task: { title: 'x' } },
  { what: 'a title of 200 characters of two UTF-16 units', task: { title: '🎉'.repeat(200) } },
  { what: 'a title with script', task: { title: '<script>alert(1)</script>' } },
  { what: 'a title in Urdu', task: { title: 'دودھ خریدیں' } },
  { what: 'an empty description', task: { title: 'x', description: '' } },
  {
    what: 'nothing for everything that may be nothing',
    task: { title: 'x', description: null, due_at: null, recurrence: null },
  },
  { what: 'a due date with an offset', task: { title: 'x', due_at: '2026-11-21T23:59:59+05:30' } },
  { what: 'a due date on the 29th of February', task: { title: 'x', due_at: '2028-02-29T00:00:00Z' } },
])('a task with $what is taken', ({ task }) => {
  expect(newTask.safeParse(task).error).toBeUndefined();
});

test.each([
  { what: 'no title', task: {} },
  { what: 'white space for a title', task: { title: ' \n\t\u00a0' } },
  { what: 'a title of 201 characters', task: { title: 'x'.repeat(201) } },
  { what: 'a title that is a number', task: { title: 7 } },
  { what: 'NUL', task: { title: 'a\0b' } },
  { what: 'half of a surrogate pair', task: { title: 'a\ud83c' } },
  { what: 'a description of 1001 characters', task: { title: 'x', description: 'x'.repeat(1001) } },
  { what: 'an unknown priority', task: { title: 'x', priority: 'urgent' } },
  { what: 'a due date without an offset', task: { title: 'x', due_at: '2026-11-21T12:00:00' } },
  { what: 'a due date in words', task: { title: 'x', due_at: 'tomorrow' } },
  { what: 'a due date on the 30th of February', task: { title: 'x', due_at: '2027-02-30T00:00:00Z' } },
  { what: 'a due date before 1900', task: { title: 'x', due_at: '1899-12-31T23:59:59Z' } },
  { what: 'a due date that is in the year 10000 in UTC', task: { title: 'x', due_at: '9999-12-31T23:59:59-01:00' } },
  { what: '11 tags', task: { title: 'x', tags: Array.from({ length: 11 }, (_, n) => `t${n}`) } },
  { what: 'an empty tag', task: { title: 'x', tags: [' '] } },
  { what: 'a tag of 31 characters', task: { title: 'x', tags: ['x'.repeat(31)] } },
  { what: 'an unknown recurrence', task: { title: 'x', recurrence: 'hourly' } },
  { what: 'another field', task: { title: 'x', user_id: 'somebody' } },
])('a task with $what is refused', ({ task }) => {
  expect(newTask.safeParse(task).success).toBe(false);
});

test('texts are trimmed, tags lower-cased and kept once, due dates in UTC', () => {
  const given = { title: '  Buy milk ', tags: [' Home', 'HOME', 'Äpfel '], due_at: '2026-11-22T04:30:00+05:30' };
  expect(newTask.parse(given)).toEqual({
    title: 'Buy milk',
    tags: ['home', 'äpfel'],
    due_at: '2026-11-21T23:00:00.000Z',
  });
  expect(conversationTitle.parse(' talk ')).toBe('talk');
});

test('a change may take away what a task may lack, and no more', () => {
  const nothing = { description: null, due_at: null, recurrence: null, tags: [] };
  expect(taskChange.parse(nothing)).toEqual(nothing);
  for (const field of ['title', 'priority', 'tags'])
    expect(taskChange.safeParse({ [field]: null }).success).toBe(false);
});

test('a query has defaults, and limits', () => {
  const defaults = { status: 'all', sort: 'created', order: 'asc', skip: 0, limit: 100 };
  expect(taskQuery.parse({})).toEqual(defaults);
  for (const wrong of [
    { limit: 0 },
    { limit: 1001 },
    { skip: -1 },
    { skip: 0.5 },
    { q: ' ' },
    { sort: 'id' },
    { x: 1 },
  ])
    expect(taskQuery.safeParse(wrong).success, JSON.stringify(wrong)).toBe(false);
});

test('the JSON Schema tells the same limits', () => {
  const { properties } = z.toJSONSchema(newTask, { io: 'input' });
  expect(properties).toMatchObject({
    title: { type: 'string', minLength: 1, maxLength: 200 },
    tags: { type: 'array', maxItems: 10, items: { type: 'string', minLength: 1, maxLength: 30 } },
  });
});
