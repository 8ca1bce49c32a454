import * as z from 'zod';
import { moment } from './moment.ts';
import { text } from './text.ts';

/** The number that a task has; unique among all users. */
export const taskId = z.int().positive().describe('The number of the task.');

/** How much a task matters. */
export const priority = z.enum(['low', 'medium', 'high']).describe('How much it matters.');

/** How often a task comes back. */
const recurrence = z
  .enum(['daily', 'weekly', 'monthly', 'yearly'])
  .describe('How often it comes back once it is done; needs due_at.');
export type Recurrence = z.infer<typeof recurrence>;

/** A word that groups tasks. */
export const tag = text({ min: 1, max: 30, trim: true, lowerCase: true }).describe(
  'A word that groups tasks, at most 30 characters; kept in lower case.',
);

const title = text({ min: 1, max: 200, trim: true }).describe('What is to be done, at most 200 characters.');
const description = text({ max: 1000 }).describe('More about it, at most 1000 characters.');
const dueAt = moment.describe('When it is due: ISO 8601 with an offset; kept in UTC.');
const tags = z
  .array(tag)
  .max(10)
  .overwrite((given) => [...new Set(given)])
  .describe('At most 10 tags; one given twice is kept once.');

/** What is needed to add a task. */
export const newTask = z.strictObject({
  title,
  description: description.nullish(),
  priority: priority.optional(),
  due_at: dueAt.nullish(),
  tags: tags.optional(),
  recurrence: recurrence.nullish(),
});
export type NewTask = z.infer<typeof newTask>;

/** What may be changed of a task; an absent field stays as it is, null takes a value away. */
export const taskChange = z.strictObject({
  title: title.optional(),
  description: description.nullish(),
  priority: priority.optional(),
  due_at: dueAt.nullish(),
  tags: tags.optional(),
  recurrence: recurrence.nullish(),
});
export type TaskChange = z.infer<typeof taskChange>;

/** A task as it is shown. */
export const task = z.strictObject({
  id: taskId,
  user_id: z.string().describe('Whose task it is.'),
  title: z.string(),
  description: z.string().nullable(),
  completed: z.boolean(),
  priority,
  due_at: z.iso.datetime().nullable().describe('When it is due, in UTC.'),
  tags: z.array(z.string()),
  recurrence: recurrence.nullable(),
  version: z.int().positive().describe('Grows with every change; the ETag of the task.'),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Task = z.infer<typeof task>;
