import { taskNotFound } from '../error.ts';
import type { Task } from '../task.ts';
import type { Owner } from '../task-store.ts';

/**
 * Marks a task as done; one that is done stays so.
 *
 * @throws TodoError TASK_NOT_FOUND
 */
export async function completeTask({ userId, store }: Owner, taskId: number): Promise<Task> {
  const task = await store.change(userId, taskId, { completed: true });
  if (!task) throw taskNotFound('complete the task', taskId);
  return task;
}
