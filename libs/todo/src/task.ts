import * as z from 'zod';

/** Postgres can't store this character in a text. */
const text = z.string().refine((value) => !value.includes('\0'), 'must not contain the NUL character');

/** The title of a task, trimmed. */
const title = text.trim().min(1).max(200).describe('What is to be done, at most 200 characters.');
const description = text.max(1000).describe('More about it, at most 1000 characters.');

/** The number that a task has; unique among all users. */
export const taskId = z.int().positive().describe('The number of the task.');

/** What is needed to add a task. */
export const newTask = z.strictObject({ title, description: description.optional() });
export type NewTask = z.infer<typeof newTask>;

/** What may be changed of a task; an absent field stays as it is. */
export const taskChange = z.strictObject({ title: title.optional(), description: description.optional() });
export type TaskChange = z.infer<typeof taskChange>;

/** Which tasks are meant. */
export const taskFilter = z.enum(['all', 'pending', 'completed']).default('all').describe('Which tasks to list.');
export type TaskFilter = z.infer<typeof taskFilter>;

/** A task as it is shown. */
export const task = z.strictObject({
  id: taskId,
  title: z.string(),
  description: z.string().nullable(),
  completed: z.boolean(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
});
export type Task = z.infer<typeof task>;
