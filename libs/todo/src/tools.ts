import * as z from 'zod';
import { newTask, task, taskChange, taskFilter, taskId, type Task } from './task.ts';
import type { Owner } from './task-store.ts';
import { addTask } from './verbs/add-task.ts';
import { completeTask } from './verbs/complete-task.ts';
import { deleteTask } from './verbs/delete-task.ts';
import { listTasks } from './verbs/list-tasks.ts';
import { updateTask } from './verbs/update-task.ts';

/** One thing that an assistant can do with a person's tasks. */
export interface TodoTool {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly input: z.ZodObject;
  readonly output: z.ZodObject;
  /** What a client may assume before it calls: no change, a loss, the same result when called twice. */
  readonly hints: { readonly readOnly: boolean; readonly destructive: boolean; readonly idempotent: boolean };
  /**
   * Does it.
   *
   * @param input anything; parsed by `input` first
   * @returns what `output` describes
   * @throws TodoError, ZodError
   */
  readonly call: (owner: Owner, input: unknown) => Promise<Readonly<Record<string, unknown>>>;
}

/** Ties a verb to its schemas: the verb gets what `input` parsed, and must give what `output` says. */
function tool<I extends z.ZodObject, O extends z.ZodObject>(
  definition: Omit<TodoTool, 'input' | 'output' | 'call'> & {
    readonly input: I;
    readonly output: O;
    readonly call: (owner: Owner, input: z.infer<I>) => Promise<z.infer<O>>;
  },
): TodoTool {
  return { ...definition, call: async (owner, input) => definition.call(owner, definition.input.parse(input)) };
}

const which = z.strictObject({ task_id: taskId });

/** What a tool that acts on one task says about it. */
const outcome = <S extends string>(status: S) =>
  ({
    schema: z.strictObject({ task_id: taskId, status: z.literal(status), title: z.string() }),
    of: ({ id, title }: Task) => ({ task_id: id, status, title }),
  }) as const;
const created = outcome('created');
const completed = outcome('completed');
const deleted = outcome('deleted');
const updated = outcome('updated');

/**
 * The five tools of the Todo Chatbot, by the names that its first specification gave them. Whose tasks they act on is never
 * a parameter: it follows from the caller's verified identity.
 */
export const todoTools: readonly TodoTool[] = [
  tool({
    name: 'add_task',
    title: 'Add a task',
    description: 'Adds a task to the list of the person who is signed in.',
    input: newTask,
    output: created.schema,
    hints: { readOnly: false, destructive: false, idempotent: false },
    call: async (owner, input) => created.of(await addTask(owner, input)),
  }),
  tool({
    name: 'list_tasks',
    title: 'List tasks',
    description: 'Lists the tasks of the person who is signed in, oldest first: all, pending or completed ones.',
    input: z.strictObject({ status: taskFilter }),
    output: z.strictObject({ tasks: z.array(task) }),
    hints: { readOnly: true, destructive: false, idempotent: true },
    call: async (owner, { status }) => ({ tasks: [...(await listTasks(owner, status))] }),
  }),
  tool({
    name: 'complete_task',
    title: 'Complete a task',
    description: 'Marks one task as done.',
    input: which,
    output: completed.schema,
    hints: { readOnly: false, destructive: false, idempotent: true },
    call: async (owner, { task_id }) => completed.of(await completeTask(owner, task_id)),
  }),
  tool({
    name: 'delete_task',
    title: 'Delete a task',
    description: 'Deletes one task for good.',
    input: which,
    output: deleted.schema,
    hints: { readOnly: false, destructive: true, idempotent: true },
    call: async (owner, { task_id }) => deleted.of(await deleteTask(owner, task_id)),
  }),
  tool({
    name: 'update_task',
    title: 'Update a task',
    description: 'Changes the title or the description of one task.',
    input: which.extend(taskChange.shape),
    output: updated.schema,
    hints: { readOnly: false, destructive: false, idempotent: true },
    call: async (owner, { task_id, ...change }) => updated.of(await updateTask(owner, task_id, change)),
  }),
];
