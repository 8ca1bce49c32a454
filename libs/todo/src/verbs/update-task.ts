import { taskNotFound, TodoError } from '../error.ts';
import type { Condition, Owner } from '../task-store.ts';
import type { Task, TaskChange } from '../task.ts';

/**
 * Changes the given fields.
 *
 * @throws TodoError TASK_NOT_FOUND, VERSION_CONFLICT, RECURRENCE_NEEDS_DUE_DATE, or NOTHING_TO_CHANGE when no field is given
 */
export async function updateTask(
  { userId, store }: Owner,
  taskId: number,
  change: TaskChange & { readonly completed?: boolean | undefined },
  condition: Condition = {},
): Promise<Task> {
  if (Object.values(change).every((value) => value === undefined))
    throw new TodoError('NOTHING_TO_CHANGE', {
      doing: 'update the task',
      because: 'no field to change is given',
      fix: 'Give at least one of them',
    });
  const task = await store.change(userId, taskId, change, condition);
  if (!task) throw taskNotFound('update the task', taskId);
  return task;
}
