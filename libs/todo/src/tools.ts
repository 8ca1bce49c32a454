import * as z from 'zod';
import { newTask, task, taskChange, taskFilter, taskId } from './task.ts';

/** One thing that an assistant can do with a person's tasks. */
export interface TodoTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** What a client may assume before it calls: no change, a loss, the same result when called twice. */
  readonly hints: { readonly readOnly: boolean; readonly destructive: boolean; readonly idempotent: boolean };
}

const changed = (status: string): z.ZodObject =>
  z.strictObject({ task_id: taskId, status: z.literal(status), title: z.string() });
const which = z.strictObject({ task_id: taskId });

/**
 * The five tools of the Todo Chatbot, by the names that its first specification gave them. Whose tasks they act on is never
 * a parameter: it follows from the caller's verified identity.
 */
export const todoTools: readonly TodoTool[] = [
  {
    name: 'add_task',
    title: 'Add a task',
    description: 'Adds a task to the list of the person who is signed in.',
    input: newTask,
    output: changed('created'),
    hints: { readOnly: false, destructive: false, idempotent: false },
  },
  {
    name: 'list_tasks',
    title: 'List tasks',
    description: 'Lists the tasks of the person who is signed in: all, pending or completed ones.',
    input: z.strictObject({ status: taskFilter }),
    output: z.strictObject({ tasks: z.array(task) }),
    hints: { readOnly: true, destructive: false, idempotent: true },
  },
  {
    name: 'complete_task',
    title: 'Complete a task',
    description: 'Marks one task as done.',
    input: which,
    output: changed('completed'),
    hints: { readOnly: false, destructive: false, idempotent: true },
  },
  {
    name: 'delete_task',
    title: 'Delete a task',
    description: 'Deletes one task for good.',
    input: which,
    output: changed('deleted'),
    hints: { readOnly: false, destructive: true, idempotent: true },
  },
  {
    name: 'update_task',
    title: 'Update a task',
    description: 'Changes the title or the description of one task.',
    input: which.extend(taskChange.shape),
    output: changed('updated'),
    hints: { readOnly: false, destructive: false, idempotent: true },
  },
];
