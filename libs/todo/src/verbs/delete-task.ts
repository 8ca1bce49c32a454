import { taskNotFound } from '../error.ts';
import type { Task } from '../task.ts';
import type { Owner } from '../task-store.ts';

/**
 * Deletes a task for good.
 *
 * @returns the task as it was
 * @throws TodoError TASK_NOT_FOUND
 */
export async function deleteTask({ userId, store }: Owner, taskId: number): Promise<Task> {
  const task = await store.remove(userId, taskId);
  if (!task) throw taskNotFound('delete the task', taskId);
  return task;
}
