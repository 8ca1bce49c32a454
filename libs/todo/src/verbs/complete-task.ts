import { taskNotFound } from '../error.ts';
import type { Condition, Owner } from '../task-store.ts';
import type { Task } from '../task.ts';

/**
 * Marks a task as done; one that is done stays so. A recurring task adds its next occurrence.
 *
 * @throws TodoError TASK_NOT_FOUND, VERSION_CONFLICT
 */
export async function completeTask({ userId, store }: Owner, taskId: number, condition: Condition = {}): Promise<Task> {
  const task = await store.change(userId, taskId, { completed: true }, condition);
  if (!task) throw taskNotFound('complete the task', taskId);
  return task;
}
