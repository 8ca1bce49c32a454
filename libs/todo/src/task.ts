import * as z from 'zod';

/** The title of a task, trimmed. */
const title = z.string().trim().min(1).max(200).describe('What is to be done, at most 200 characters.');
const description = z.string().max(1000).describe('More about it, at most 1000 characters.');

/** The number that a task has for its owner. */
export const taskId = z.int().positive().describe('The number of the task.');

/** What is needed to add a task. */
export const newTask = z.strictObject({ title, description: description.optional() });

/** What may be changed of a task; an absent field stays as it is. */
export const taskChange = z.strictObject({ title: title.optional(), description: description.optional() });

/** Which tasks are meant. */
export const taskFilter = z.enum(['all', 'pending', 'completed']).default('all').describe('Which tasks to list.');

/** A task as it is shown. */
export const task = z.strictObject({
  id: taskId,
  title,
  description: description.nullable(),
  completed: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
