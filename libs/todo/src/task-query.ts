import * as z from 'zod';
import { moment } from './moment.ts';
import { priority, tag, task, type Task } from './task.ts';
import { text } from './text.ts';

/** Which tasks are meant, in which order, and which part of them. Every field may be absent. */
export const taskQuery = z.strictObject({
  status: z.enum(['all', 'pending', 'completed']).default('all').describe('Which tasks to list.'),
  priority: priority.optional().describe('Only tasks of this priority.'),
  tag: tag.optional().describe('Only tasks with this tag.'),
  due_before: moment.optional().describe('Only tasks due before this moment.'),
  due_after: moment.optional().describe('Only tasks due at this moment or later.'),
  q: text({ min: 1, max: 200, trim: true })
    .optional()
    .describe('Only tasks with this text in title, description or a tag, in any case.'),
  sort: z
    .enum(['created', 'title', 'due_date', 'priority'])
    .default('created')
    .describe('By what to order; tasks without a due date come last, low priority comes before high.'),
  order: z.enum(['asc', 'desc']).default('asc').describe('Ascending or descending.'),
  skip: z.int().min(0).default(0).describe('How many tasks of the order to leave out.'),
  limit: z.int().min(1).max(1000).default(100).describe('How many tasks to give at most.'),
});
export type TaskQuery = z.infer<typeof taskQuery>;

/** A part of somebody's tasks. */
export const taskPage = z.strictObject({
  tasks: z.array(task),
  total: z.int().min(0).describe('How many tasks the query matches altogether.'),
});

/** A part of somebody's tasks, and how many there are altogether. */
export interface TaskPage {
  readonly tasks: readonly Task[];
  readonly total: number;
}
