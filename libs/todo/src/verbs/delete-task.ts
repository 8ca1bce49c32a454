import { taskNotFound } from '../error.ts';
import type { Condition, Owner } from '../task-store.ts';
import type { Task } from '../task.ts';

/**
 * Deletes a task for good.
 *
 * @returns the task as it was
 * @throws TodoError TASK_NOT_FOUND, VERSION_CONFLICT
 */
export async function deleteTask({ userId, store }: Owner, taskId: number, condition: Condition = {}): Promise<Task> {
  const task = await store.remove(userId, taskId, condition);
  if (!task) throw taskNotFound('delete the task', taskId);
  return task;
}
