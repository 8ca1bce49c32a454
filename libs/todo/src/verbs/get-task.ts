import { taskNotFound } from '../error.ts';
import type { Owner } from '../task-store.ts';
import type { Task } from '../task.ts';

/**
 * One task of the owner.
 *
 * @throws TodoError TASK_NOT_FOUND
 */
export async function getTask({ userId, store }: Owner, taskId: number): Promise<Task> {
  const task = await store.get(userId, taskId);
  if (!task) throw taskNotFound('read the task', taskId);
  return task;
}
