import { taskNotFound, TodoError } from '../error.ts';
import type { Task, TaskChange } from '../task.ts';
import type { Owner } from '../task-store.ts';

/**
 * Changes title, description or both.
 *
 * @throws TodoError TASK_NOT_FOUND, or NOTHING_TO_CHANGE when no field is given
 */
export async function updateTask({ userId, store }: Owner, taskId: number, change: TaskChange): Promise<Task> {
  if (change.title === undefined && change.description === undefined)
    throw new TodoError('NOTHING_TO_CHANGE', {
      doing: 'update the task',
      because: 'neither a title nor a description is given',
      fix: 'Give at least one of them',
    });
  const task = await store.change(userId, taskId, change);
  if (!task) throw taskNotFound('update the task', taskId);
  return task;
}
