import type { NewTask, Task } from '../task.ts';
import type { Owner } from '../task-store.ts';

/** Adds a task that is not done yet. */
export async function addTask({ userId, store }: Owner, task: NewTask): Promise<Task> {
  return store.add(userId, task);
}
