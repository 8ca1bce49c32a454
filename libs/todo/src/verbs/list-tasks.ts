import type { TaskPage, TaskQuery } from '../task-query.ts';
import type { Owner } from '../task-store.ts';

/** The part of the owner's tasks that the query asks for. */
export async function listTasks({ userId, store }: Owner, query: TaskQuery): Promise<TaskPage> {
  return store.list(userId, query);
}
