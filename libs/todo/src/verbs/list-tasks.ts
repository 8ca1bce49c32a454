import type { Task, TaskFilter } from '../task.ts';
import type { Owner } from '../task-store.ts';

/** The owner's tasks, oldest first, 1000 at most. */
export async function listTasks({ userId, store }: Owner, filter: TaskFilter): Promise<readonly Task[]> {
  return store.list(userId, filter);
}
