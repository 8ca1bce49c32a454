import * as z from 'zod';
import { TodoError } from './error.ts';
import { taskPage, taskQuery } from './task-query.ts';
import type { Owner } from './task-store.ts';
import { newTask, taskChange, taskId, type Task } from './task.ts';
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
function tool<I extends z.ZodRawShape, O extends z.ZodObject>(
  definition: Omit<TodoTool, 'input' | 'output' | 'call'> & {
    readonly input: z.ZodObject<I, z.core.$strict>;
    readonly output: O;
    readonly call: (owner: Owner, input: z.infer<z.ZodObject<I, z.core.$strict>>) => Promise<z.infer<O>>;
  },
): TodoTool {
  const input = definition.input.extend(identity.shape);
  return {
    ...definition,
    input,
    async call(owner, given) {
      refuseOthers(owner, identity.parse(given));
      return definition.call(owner, definition.input.parse(without(given, 'user_id')));
    },
  };
}

/** The tools' first specification has this field, and models that know it send it. It never chooses whose tasks are meant. */
const identity = z.object({
  user_id: z.string().optional().describe('Need not be given; if it is, it must be the user who is signed in.'),
});

function refuseOthers({ userId }: Owner, { user_id }: z.infer<typeof identity>): void {
  if (user_id === undefined || user_id === userId) return;
  throw new TodoError('NOT_YOURSELF', {
    doing: 'act for another user',
    because: 'user_id is not the user who is signed in',
    fix: 'Leave user_id out',
  });
}

function without(given: unknown, field: string): unknown {
  if (typeof given !== 'object' || given === null) return given;
  return Object.fromEntries(Object.entries(given).filter(([name]) => name !== field));
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
 * The five tools of the Todo Chatbot, by the names that its first specification gave them. Whose tasks they act on follows
 * from the caller's verified identity; a parameter can't choose it.
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
    description:
      'Lists the tasks of the person who is signed in, oldest first unless told otherwise: all, pending or completed ones, ' +
      'and of these those of a priority, a tag, a time or with a text.',
    input: taskQuery,
    output: taskPage,
    hints: { readOnly: true, destructive: false, idempotent: true },
    call: async (owner, query) => {
      const { tasks, total } = await listTasks(owner, query);
      return { tasks: [...tasks], total };
    },
  }),
  tool({
    name: 'complete_task',
    title: 'Complete a task',
    description: 'Marks one task as done. A task that recurs comes back with its next due date.',
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
    description: 'Changes title, description, priority, due date, tags or recurrence of one task.',
    input: which.extend(taskChange.shape),
    output: updated.schema,
    hints: { readOnly: false, destructive: false, idempotent: true },
    call: async (owner, { task_id, ...change }) => updated.of(await updateTask(owner, task_id, change)),
  }),
];
